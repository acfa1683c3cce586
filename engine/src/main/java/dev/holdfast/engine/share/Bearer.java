package dev.holdfast.engine.share;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.crypto.Chance;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What a ticket proves itself with: a number that says which ticket it is, and a secret of 128
/// bits. The text form hides the secret.
public record Bearer(long number, long secret0, long secret1) {

    public static final int BYTES = 3 * Long.BYTES;

    private static final byte[] LABEL = "holdfast ticket 1".getBytes(StandardCharsets.US_ASCII);

    public static Bearer draw(Chance chance) {
        var bits = chance.bits256();
        return new Bearer(bits.w0(), bits.w1(), bits.w2());
    }

    /// Empty when `bytes` are not as many as there must be.
    public static Optional<Bearer> of(byte[] bytes) {
        if (bytes.length != BYTES) {
            return Optional.empty();
        }
        var in = ByteBuffer.wrap(bytes);
        return Optional.of(new Bearer(in.getLong(), in.getLong(), in.getLong()));
    }

    public byte[] toBytes() {
        return ByteBuffer.allocate(BYTES).putLong(number).putLong(secret0).putLong(secret1).array();
    }

    /// All that the issuer keeps.
    public Hash hash() {
        return Sha256.of(LABEL, toBytes());
    }

    @Override
    public String toString() {
        return "Bearer(" + Long.toHexString(number) + ", hidden)";
    }
}
