package dev.holdfast.engine.crypto.bc;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.crypto.TamperedException;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.util.Arrays;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// One sealing of AES-256-GCM (NIST SP 800-38D): a key, a nonce, what is authenticated beside.
///
/// The cipher is fed in pieces, and opening encrypts too: once to get the plain bytes back, since
/// GCM adds the same stream both ways, and once more to get the tag that belongs to them. The
/// platform's fast loop is compiled only when it has been called often, and one call a chunk is not
/// often: the first 600 MiB take 26 s to seal and 16 s to open with one call each, 1.8 s and 1.2 s
/// so.
///
/// @param nonce [#NONCE_BYTES]; zero only where the key never seals anything else
record Gcm(Hash key, byte[] nonce, byte[] aad) {

    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;

    /// Bytes that the cipher is given at a time: whole blocks.
    private static final int PIECE = 4 << 10;

    private static final String ALGORITHM = "AES/GCM/NoPadding";

    /// Whose cipher the platform takes. Asked for by name alone, a cipher is looked for among all
    /// providers, twice, which takes longer than sealing a kilobyte.
    private static final Provider PLATFORM = platform();

    /// For a key that seals exactly one thing.
    static Gcm once(Hash key, byte[] aad) {
        return new Gcm(key, new byte[NONCE_BYTES], aad);
    }

    /// Encrypts the `length` bytes at `at` where they stand, and puts the tag behind them.
    void sealInPlace(byte[] bytes, int at, int length) {
        try {
            var cipher = cipher();
            int from = at;
            for (; at + length - from > PIECE; from += PIECE) {
                cipher.update(bytes, from, PIECE, bytes, from);
            }
            cipher.doFinal(bytes, from, at + length - from, bytes, from);
        } catch (GeneralSecurityException e) {
            throw noGcm(e);
        }
    }

    /// Opens what remains in `sealed` into `bytes` at `at`, where zeros stand if it throws.
    void open(ByteBuffer sealed, byte[] bytes, int at) throws TamperedException {
        int from = sealed.arrayOffset() + sealed.position();
        int length = sealed.remaining() - TAG_BYTES;
        if (length < 0) {
            throw new TamperedException("sealed bytes without a tag");
        }
        var tag = Arrays.copyOfRange(sealed.array(), from + length, from + length + TAG_BYTES);
        try {
            decrypt(sealed.array(), from, bytes, at, length);
            if (!MessageDigest.isEqual(tag, tagOf(bytes, at, length))) {
                Arrays.fill(bytes, at, at + length, (byte) 0);
                throw new TamperedException("sealed bytes that this key does not open");
            }
        } catch (GeneralSecurityException e) {
            throw noGcm(e);
        }
    }

    private void decrypt(byte[] sealed, int from, byte[] bytes, int at, int length)
            throws GeneralSecurityException {
        var cipher = cipher();
        int done = 0;
        for (; length - done > PIECE; done += PIECE) {
            cipher.update(sealed, from + done, PIECE, bytes, at + done);
        }
        var last = cipher.doFinal(sealed, from + done, length - done);
        System.arraycopy(last, 0, bytes, at + done, length - done);
    }

    private byte[] tagOf(byte[] bytes, int at, int length) throws GeneralSecurityException {
        var cipher = cipher();
        var again = new byte[PIECE];
        int done = 0;
        for (; length - done > PIECE; done += PIECE) {
            cipher.update(bytes, at + done, PIECE, again, 0);
        }
        var last = cipher.doFinal(bytes, at + done, length - done);
        return Arrays.copyOfRange(last, length - done, last.length);
    }

    private Cipher cipher() throws GeneralSecurityException {
        var cipher = Cipher.getInstance(ALGORITHM, PLATFORM);
        var spec = new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce);
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key.toBytes(), "AES"), spec);
        cipher.updateAAD(aad);
        return cipher;
    }

    private static Provider platform() {
        try {
            return Cipher.getInstance(ALGORITHM).getProvider();
        } catch (GeneralSecurityException e) {
            throw noGcm(e);
        }
    }

    private static AssertionError noGcm(GeneralSecurityException e) {
        return new AssertionError("every Java platform has AES-GCM", e);
    }
}
