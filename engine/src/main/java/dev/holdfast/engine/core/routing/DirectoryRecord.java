package dev.holdfast.engine.core.routing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.canonical.Opaque;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.PoolId;
import dev.holdfast.engine.core.membership.SignatureCheck;

import java.time.Instant;
import java.util.function.UnaryOperator;

/// What one device tells the others for a while: the head of a chain it writes, or which chunks it
/// holds that the layout places elsewhere. Kept and sent on as received.
///
/// Form: `u32 length | body | u32 length | signature`, the body `u8 form | pool | device | u64
/// revision | u64 expiry in milliseconds since 1970 | claim`.
public final class DirectoryRecord {

    /// Longest record, in bytes.
    public static final int LENGTH_MAX = 64 << 10;

    private static final int FORM = 1;
    private static final int SIGNATURE_MAX = 128;
    private static final byte[] DOMAIN = "holdfast directory 1\n".getBytes(US_ASCII);

    private final byte[] bytes;
    private final byte[] body;
    private final byte[] signature;
    private final Stated stated;

    private DirectoryRecord(byte[] bytes) throws MalformedException {
        this.bytes = bytes;
        var in = new CanonicalReader(bytes);
        body = in.bytes(LENGTH_MAX);
        signature = in.bytes(SIGNATURE_MAX);
        in.end();
        stated = Stated.read(new CanonicalReader(body));
    }

    /// What a record says.
    ///
    /// @param revision grows with each record of the device about the same thing
    /// @param expires when others forget it
    public record Stated(
            PoolId pool, DeviceId device, long revision, Instant expires, DirectoryClaim claim) {

        private byte[] toBytes() {
            var out = new CanonicalWriter().u8(FORM).hash(pool.hash()).hash(device.hash());
            claim.write(out.u64(revision).u64(expires.toEpochMilli()));
            return out.toBytes();
        }

        private static Stated read(CanonicalReader in) throws MalformedException {
            int form = in.u8();
            if (form != FORM) {
                throw new MalformedException("a directory record of form " + form);
            }
            var pool = new PoolId(in.hash());
            var device = new DeviceId(in.hash());
            long revision = in.u64();
            var expires = Instant.ofEpochMilli(in.u64());
            var stated = new Stated(pool, device, revision, expires, DirectoryClaim.read(in));
            in.end();
            return stated;
        }
    }

    /// Parses what a peer gave. The signature is not checked here.
    public static DirectoryRecord parse(byte[] bytes) throws MalformedException {
        if (bytes.length > LENGTH_MAX) {
            throw new MalformedException("a directory record of " + bytes.length + " bytes");
        }
        return new DirectoryRecord(bytes.clone());
    }

    /// Writes and signs. `signer` is given the message and returns the signature over it.
    public static DirectoryRecord sign(Stated stated, UnaryOperator<byte[]> signer) {
        var body = stated.toBytes();
        var signed = new CanonicalWriter().bytes(body).bytes(signer.apply(message(body)));
        try {
            return parse(signed.toBytes());
        } catch (MalformedException e) {
            throw new IllegalArgumentException("this cannot be stated: " + e.getMessage(), e);
        }
    }

    public Stated stated() {
        return stated;
    }

    /// What the record is about: its place on the ring, and what only a later one can replace.
    public Hash key() {
        return key(stated.device(), stated.claim());
    }

    /// What a record of this device about this would be about.
    public static Hash key(DeviceId device, DirectoryClaim claim) {
        return Sha256.of(device.hash().toBytes(), claim.topic());
    }

    public byte[] toBytes() {
        return bytes.clone();
    }

    /// Of the whole record, in bytes.
    public int length() {
        return bytes.length;
    }

    /// True when the signature was made with the key `spki`.
    public boolean isSignedBy(Opaque spki, SignatureCheck check) {
        return check.holds(spki.toBytes(), message(body), signature);
    }

    /// True when this says something later about the same.
    public boolean supersedes(DirectoryRecord other) {
        return key().equals(other.key()) && stated.revision() > other.stated.revision();
    }

    @Override
    public String toString() {
        return stated.toString();
    }

    private static byte[] message(byte[] body) {
        return new CanonicalWriter().raw(DOMAIN).raw(body).toBytes();
    }
}
