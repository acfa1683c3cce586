package dev.holdfast.engine.core.membership;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.canonical.Opaque;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A statement as it was received: its bytes are kept, sent on and verified as they came, and never
/// made again from the parsed value.
///
/// Form: `u32 length | body | u32 length | signature`. The id is the hash of the body alone, so a
/// second signature over the same body is the same statement. The signature is over a constant that
/// no other signed thing of this system begins with, and the body.
public final class SignedStatement {

    /// Longest statement, body and signature, in bytes.
    public static final int LENGTH_MAX = 64 << 10;

    /// Longest signature, in bytes. ECDSA over P-256 takes up to 72, Ed25519 64.
    public static final int SIGNATURE_MAX = 128;

    private static final byte[] DOMAIN = "holdfast statement 1\n".getBytes(US_ASCII);

    private final byte[] bytes;
    private final byte[] body;
    private final byte[] signature;
    private final Hash id;
    private final Heading heading;
    private final Statement statement;

    private SignedStatement(byte[] bytes) throws MalformedException {
        this.bytes = bytes;
        var in = new CanonicalReader(bytes);
        body = in.bytes(LENGTH_MAX);
        signature = in.bytes(SIGNATURE_MAX);
        in.end();
        id = Sha256.of(body);
        var parsed = StatementForm.read(body);
        heading = parsed.heading();
        statement = parsed.statement();
    }

    /// Parses what a peer or a journal gave. The signature is not checked here.
    public static SignedStatement parse(byte[] bytes) throws MalformedException {
        if (bytes.length > LENGTH_MAX) {
            throw new MalformedException("a statement of " + bytes.length + " bytes");
        }
        return new SignedStatement(bytes.clone());
    }

    /// Writes and signs. `signer` is given the message and returns the signature over it.
    ///
    /// @throws IllegalArgumentException when the statement would be longer than [#LENGTH_MAX]
    public static SignedStatement sign(
            Heading heading, Statement statement, UnaryOperator<byte[]> signer) {
        var body = StatementForm.write(heading, statement);
        var signed = new CanonicalWriter().bytes(body).bytes(signer.apply(message(body)));
        try {
            return parse(signed.toBytes());
        } catch (MalformedException e) {
            throw new IllegalArgumentException("this cannot be stated: " + e.getMessage(), e);
        }
    }

    /// The name of the statement: the hash of its body.
    public Hash id() {
        return id;
    }

    public Heading heading() {
        return heading;
    }

    public Statement statement() {
        return statement;
    }

    /// The device that signed; empty when the root did.
    public Optional<DeviceId> signer() {
        return heading.signer();
    }

    /// The bytes as received.
    public byte[] toBytes() {
        return bytes.clone();
    }

    public int length() {
        return bytes.length;
    }

    /// True when the signature was made with the key `spki`.
    public boolean isSignedBy(Opaque spki, SignatureCheck check) {
        return check.holds(spki.toBytes(), message(body), signature);
    }

    /// The pool that this speaks of: for a genesis, the one it starts.
    public PoolId pool() {
        return heading.pool().orElseGet(() -> new PoolId(id));
    }

    private static byte[] message(byte[] body) {
        return new CanonicalWriter().raw(DOMAIN).raw(body).toBytes();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedStatement that && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return statement.getClass().getSimpleName() + " " + id;
    }

    /// What stands above every statement.
    ///
    /// @param pool the pool; empty only in its genesis, whose own id names it
    /// @param signer the device that signs; empty when the root key does
    /// @param seen the heads its author had when writing, in ascending order; empty only in a
    ///   genesis
    public record Heading(Optional<PoolId> pool, Optional<DeviceId> signer, List<Hash> seen) {

        /// Most heads that a statement names. An author with more names the first ones.
        public static final int SEEN_MAX = 64;

        /// Above the genesis of a pool, which the root signs.
        public static final Heading GENESIS =
                new Heading(Optional.empty(), Optional.empty(), List.of());

        public Heading {
            seen = List.copyOf(seen);
            if (seen.size() > SEEN_MAX || pool.isEmpty() != seen.isEmpty()) {
                throw new IllegalArgumentException(seen.size() + " heads seen");
            }
            if (pool.isEmpty() && signer.isPresent()) {
                throw new IllegalArgumentException("a genesis that the root did not sign");
            }
            for (int i = 1; i < seen.size(); i++) {
                if (seen.get(i - 1).compareTo(seen.get(i)) >= 0) {
                    throw new IllegalArgumentException("heads out of order");
                }
            }
        }
    }
}
