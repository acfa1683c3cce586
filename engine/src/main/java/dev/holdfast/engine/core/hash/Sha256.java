package dev.holdfast.engine.core.hash;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// SHA-256 (FIPS 180-4) over as many pieces as it takes. One instance serves one thread.
public final class Sha256 {

    /// Never fed: to copy it is cheaper than to look the algorithm up.
    private static final MessageDigest FRESH = fresh();

    private final MessageDigest digest;

    public Sha256() {
        try {
            digest = (MessageDigest) FRESH.clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("the platform's SHA-256 can be copied", e);
        }
    }

    private static MessageDigest fresh() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /// The hash of the pieces, joined.
    public static Hash of(byte[]... pieces) {
        var sha = new Sha256();
        for (var piece : pieces) {
            sha.update(piece);
        }
        return sha.finish();
    }

    /// The hash of what remains in `bytes`, whose position does not move.
    public static Hash of(ByteBuffer bytes) {
        return new Sha256().update(bytes).finish();
    }

    public Sha256 update(byte oneByte) {
        digest.update(oneByte);
        return this;
    }

    public Sha256 update(byte[] bytes) {
        digest.update(bytes);
        return this;
    }

    public Sha256 update(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
        return this;
    }

    /// Takes what remains in `bytes`, whose position does not move.
    public Sha256 update(ByteBuffer bytes) {
        digest.update(bytes.duplicate());
        return this;
    }

    /// The hash of all that came since the last call, or since the start.
    public Hash finish() {
        return Hash.of(digest.digest());
    }
}
