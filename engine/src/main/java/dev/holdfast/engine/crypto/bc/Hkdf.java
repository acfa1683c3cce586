package dev.holdfast.engine.crypto.bc;

import dev.holdfast.engine.core.hash.Hash;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;

import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/// HKDF with SHA-256 (RFC 5869): one secret, extracted once, yields any number of keys that tell
/// nothing of each other. Each is named by a label and a context; as the label goes with its length
/// and the context has a fixed one for each label, no two names share an encoding.
final class Hkdf {

    private static final byte[] SALT = "holdfast".getBytes(StandardCharsets.US_ASCII);

    private final Hmac extracted;

    private Hkdf(SecretKey extracted) {
        this.extracted = new Hmac(extracted);
    }

    static Hkdf of(Hash secret) {
        return of(secret.toBytes());
    }

    static Hkdf of(byte[] secret) {
        return extract(SALT, secret);
    }

    static Hkdf extract(byte[] salt, byte[] secret) {
        try {
            var spec = HKDFParameterSpec.ofExtract().addSalt(salt).addIKM(secret).extractOnly();
            return new Hkdf(KDF.getInstance("HKDF-SHA256").deriveKey("HKDF-PRK", spec));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java 25 has HKDF", e);
        }
    }

    Hash key(String label, byte[] context) {
        var name = label.getBytes(StandardCharsets.US_ASCII);
        var info = ByteBuffer.allocate(1 + name.length + context.length);
        return expand(info.put((byte) name.length).put(name).put(context).array());
    }

    /// The first block of the expansion, which is as long as a key: HMAC(extracted, info ‖ 1).
    Hash expand(byte[] info) {
        var message = Arrays.copyOf(info, info.length + 1);
        message[info.length] = 1;
        return extracted.of(message);
    }

    Hash key(String label) {
        return key(label, new byte[0]);
    }
}
