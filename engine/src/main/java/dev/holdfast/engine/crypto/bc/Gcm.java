package dev.holdfast.engine.crypto.bc;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.crypto.TamperedException;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// One sealing of AES-256-GCM (NIST SP 800-38D): a key, a nonce, what is authenticated beside.
///
/// @param nonce [#NONCE_BYTES]; zero only where the key never seals anything else
record Gcm(Hash key, byte[] nonce, byte[] aad) {

    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;

    /// For a key that seals exactly one thing.
    static Gcm once(Hash key, byte[] aad) {
        return new Gcm(key, new byte[NONCE_BYTES], aad);
    }

    /// Encrypts the `length` bytes at `at` where they stand, and puts the tag behind them.
    void sealInPlace(byte[] bytes, int at, int length) {
        try {
            int written = cipher(Cipher.ENCRYPT_MODE).doFinal(bytes, at, length, bytes, at);
            if (written != length + TAG_BYTES) {
                throw new AssertionError("GCM wrote " + written + " bytes for " + length);
            }
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has AES-GCM", e);
        }
    }

    /// Opens what remains in `sealed` into `bytes` at `at`. Nothing in `bytes` may be used if it
    /// throws.
    void open(ByteBuffer sealed, byte[] bytes, int at) throws TamperedException {
        int from = sealed.arrayOffset() + sealed.position();
        try {
            cipher(Cipher.DECRYPT_MODE)
                    .doFinal(sealed.array(), from, sealed.remaining(), bytes, at);
        } catch (AEADBadTagException e) {
            throw new TamperedException("sealed bytes that this key does not open", e);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has AES-GCM", e);
        }
    }

    private Cipher cipher(int mode) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        var spec = new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce);
        cipher.init(mode, new SecretKeySpec(key.toBytes(), "AES"), spec);
        cipher.updateAAD(aad);
        return cipher;
    }
}
