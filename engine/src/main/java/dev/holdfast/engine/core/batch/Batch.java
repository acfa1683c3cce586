package dev.holdfast.engine.core.batch;

import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;

import java.util.Arrays;

/// Up to a mebibyte of one writer's entries in one volume: clear header, sealed body, signature.
///
/// It travels and is kept as the bytes in which it came, and is verified over them; so whoever
/// holds it can prove to anyone, without any secret, who wrote it and that nothing between was left
/// out.
public final class Batch {

    /// What a sealed body may have, so that a whole batch fits in one control frame of 1 MiB.
    /// Bytes.
    public static final int SEALED_MAX = (1 << 20) - (16 << 10);

    /// Bytes of a signature: r and s of ECDSA over P-256.
    public static final int SIGNATURE_BYTES = 64;

    /// The most bytes of a whole batch.
    public static final int BYTES_MAX = (1 << 20) - (8 << 10);

    private final BatchHeader header;
    private final byte[] bytes;

    private Batch(BatchHeader header, byte[] bytes) {
        this.header = header;
        this.bytes = bytes;
    }

    /// Joins what the writer made. `signature` is over [#digest].
    public static Batch of(BatchHeader header, byte[] sealed, byte[] signature) {
        if (sealed.length != header.sealing().bodyLength() || signature.length != SIGNATURE_BYTES) {
            throw new IllegalArgumentException(
                    sealed.length + " sealed bytes, " + signature.length + " of signature");
        }
        var joined = new CanonicalWriter().raw(header.toBytes()).raw(sealed).raw(signature);
        return new Batch(header, joined.toBytes());
    }

    /// What the writer signs, and the id of the batch: SHA-256(header ‖ sealed body).
    public static Hash digest(BatchHeader header, byte[] sealed) {
        return Sha256.of(header.toBytes(), sealed);
    }

    public static Batch read(byte[] bytes) throws MalformedException {
        if (bytes.length > BYTES_MAX) {
            throw new MalformedException("a batch of " + bytes.length + " bytes");
        }
        var in = new CanonicalReader(bytes);
        var header = BatchHeader.read(in);
        int behind = in.remaining() - SIGNATURE_BYTES;
        if (behind != header.sealing().bodyLength()) {
            throw new MalformedException(
                    behind + " bytes of body, not " + header.sealing().bodyLength());
        }
        return new Batch(header, bytes);
    }

    public BatchHeader header() {
        return header;
    }

    /// Header ‖ sealed body ‖ signature, as they travel; shared and not to be changed.
    public byte[] bytes() {
        return bytes;
    }

    public Hash id() {
        return new Sha256().update(bytes, 0, bytes.length - SIGNATURE_BYTES).finish();
    }

    public byte[] clear() {
        return header.toBytes();
    }

    public byte[] sealed() {
        int to = bytes.length - SIGNATURE_BYTES;
        return Arrays.copyOfRange(bytes, to - header.sealing().bodyLength(), to);
    }

    public byte[] signature() {
        return Arrays.copyOfRange(bytes, bytes.length - SIGNATURE_BYTES, bytes.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Batch that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Batch" + header;
    }
}
