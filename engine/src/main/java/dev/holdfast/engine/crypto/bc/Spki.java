package dev.holdfast.engine.crypto.bc;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// Public keys as DER SubjectPublicKeyInfo (RFC 5280), in the one encoding each key has here: a
/// P-256 point uncompressed, an Ed25519 key as of RFC 8410. One key thus has one name.
final class Spki {

    private static final byte[] P256_PREFIX =
            HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d030107034200");
    private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final int POINT_BYTES = 65;
    private static final byte UNCOMPRESSED = 4;

    static final int ED25519_BYTES = 32;

    private Spki() {}

    /// The P-256 key in `spki`; empty when it is not one, or no point of the curve.
    static Optional<PublicKey> p256(byte[] spki) {
        if (!begins(spki, P256_PREFIX, POINT_BYTES) || spki[P256_PREFIX.length] != UNCOMPRESSED) {
            return Optional.empty();
        }
        try {
            P256.CURVE.decodePoint(Arrays.copyOfRange(spki, P256_PREFIX.length, spki.length));
            return Optional.of(
                    KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(spki)));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    static byte[] ed25519(byte[] raw) {
        var spki = Arrays.copyOf(ED25519, ED25519.length + ED25519_BYTES);
        System.arraycopy(raw, 0, spki, ED25519.length, ED25519_BYTES);
        return spki;
    }

    /// The 32 bytes of the Ed25519 key in `spki`; empty when it is not one.
    static Optional<byte[]> rawEd25519(byte[] spki) {
        return begins(spki, ED25519, ED25519_BYTES)
                ? Optional.of(Arrays.copyOfRange(spki, ED25519.length, spki.length))
                : Optional.empty();
    }

    private static boolean begins(byte[] spki, byte[] prefix, int rest) {
        return spki.length == prefix.length + rest
                && Arrays.equals(spki, 0, prefix.length, prefix, 0, prefix.length);
    }
}
