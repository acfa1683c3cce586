package dev.holdfast.engine.crypto.bc;

import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.crypto.Signatures;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;

/// ECDSA over P-256 with SHA-256 (FIPS 186-5) and Ed25519 (RFC 8032).
public final class BcSignatures implements Signatures {

    /// r ‖ s, 32 bytes each.
    static final String ECDSA = "SHA256withECDSAinP1363Format";

    @Override
    public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        if (signature.length != SIGNATURE_BYTES) {
            return false;
        }
        var root = Spki.rawEd25519(publicKey);
        if (root.isPresent()) {
            return Ed25519.verify(signature, 0, root.get(), 0, message, 0, message.length);
        }
        return Spki.p256(publicKey).map(key -> verify(key, message, signature)).orElse(false);
    }

    private static boolean verify(PublicKey key, byte[] message, byte[] signature) {
        try {
            var verifier = Signature.getInstance(ECDSA);
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has ECDSA", e);
        }
    }

    @Override
    public DeviceId idOf(byte[] publicKey) {
        return new DeviceId(Sha256.of(publicKey));
    }
}
