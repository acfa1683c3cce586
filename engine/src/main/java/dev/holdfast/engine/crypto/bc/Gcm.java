package dev.holdfast.engine.crypto.bc;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.crypto.TamperedException;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// One sealing of AES-256-GCM (NIST SP 800-38D): a key, a nonce, what is authenticated beside.
///
/// The cipher is fed in pieces. The native one opens at once, and refuses a wrong tag itself. With
/// the platform's, opening encrypts too: once to get the plain bytes back, since GCM adds the same
/// stream both ways, and once more to get the tag that belongs to them; asked to decrypt it would
/// gather all bytes first. Its fast loop is compiled only when it has been called often, however
/// few bytes it got each time, and is twenty times slower until then. So the first pieces of a
/// process are short there: to seal and open its first 128 MiB takes 0.9 s of the processor so, 2.0
/// s with pieces of 4 KiB and 5 s with pieces of 16 KiB.
///
/// @param nonce [#NONCE_BYTES]; zero only where the key never seals anything else
record Gcm(Hash key, byte[] nonce, byte[] aad) {

    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;

    /// Bytes that the cipher is given at a time: whole blocks, and no more than stay in the cache
    /// of the processor while they are hashed too.
    private static final int PIECE = 16 << 10;

    /// The same for the first pieces of a process, and how many those are.
    private static final int PIECE_FIRST = 512;

    private static final int FIRST = 32 << 10;

    private static final String ALGORITHM = "AES/GCM/NoPadding";

    /// Whose cipher this process takes. Asked for by name alone, a cipher is looked for among all
    /// providers, twice, which takes longer than sealing a kilobyte.
    private static final Provider PREFERRED = preferred();

    private static final boolean IS_NATIVE = PREFERRED instanceof NativeAlgorithms;

    private static final AtomicInteger GIVEN = new AtomicInteger(IS_NATIVE ? FIRST : 0);

    /// For a key that seals exactly one thing.
    static Gcm once(Hash key, byte[] aad) {
        return new Gcm(key, new byte[NONCE_BYTES], aad);
    }

    /// Sees bytes in order, all at once or piece by piece while they are in the cache of the
    /// processor.
    @FunctionalInterface
    interface Passing {
        void passed(byte[] bytes, int at, int length);
    }

    /// Encrypts the `length` bytes at `at` where they stand, and puts the tag behind them.
    void sealInPlace(byte[] bytes, int at, int length) {
        sealInPlace(bytes, at, length, (_, _, _) -> {});
    }

    /// The same; `sealed` sees the encrypted bytes and the tag.
    void sealInPlace(byte[] bytes, int at, int length, Passing sealed) {
        try {
            var cipher = cipher(Cipher.ENCRYPT_MODE);
            int piece = piece(length);
            int from = at;
            for (; at + length - from > piece; from += piece) {
                cipher.update(bytes, from, piece, bytes, from);
                sealed.passed(bytes, from, piece);
            }
            int last = cipher.doFinal(bytes, from, at + length - from, bytes, from);
            sealed.passed(bytes, from, last);
        } catch (GeneralSecurityException e) {
            throw noGcm(e);
        }
    }

    /// Opens what remains in `sealed` into `bytes` at `at`, where zeros stand if it throws.
    void open(ByteBuffer sealed, byte[] bytes, int at) throws TamperedException {
        open(sealed, bytes, at, (_, _, _) -> {});
    }

    /// The same; `plain` sees what comes out, of which nothing is believed before this returns.
    void open(ByteBuffer sealed, byte[] bytes, int at, Passing plain) throws TamperedException {
        int length = sealed.remaining() - TAG_BYTES;
        if (length < 0) {
            throw new TamperedException("sealed bytes without a tag");
        }
        try {
            boolean isOpen =
                    IS_NATIVE
                            ? opensAtOnce(sealed, bytes, at, plain)
                            : opensInPieces(sealed, bytes, at, plain);
            if (!isOpen) {
                Arrays.fill(bytes, at, at + length, (byte) 0);
                throw new TamperedException("sealed bytes that this key does not open");
            }
        } catch (GeneralSecurityException e) {
            throw noGcm(e);
        }
    }

    /// @return whether the tag is that of what came out
    private boolean opensAtOnce(ByteBuffer sealed, byte[] bytes, int at, Passing plain)
            throws GeneralSecurityException {
        int from = sealed.arrayOffset() + sealed.position();
        var cipher = cipher(Cipher.DECRYPT_MODE);
        try {
            int length = cipher.doFinal(sealed.array(), from, sealed.remaining(), bytes, at);
            plain.passed(bytes, at, length);
            return true;
        } catch (AEADBadTagException e) {
            return false;
        }
    }

    /// @return whether the tag is that of what came out
    private boolean opensInPieces(ByteBuffer sealed, byte[] bytes, int at, Passing plain)
            throws GeneralSecurityException {
        int from = sealed.arrayOffset() + sealed.position();
        int length = sealed.remaining() - TAG_BYTES;
        var tag = Arrays.copyOfRange(sealed.array(), from + length, from + length + TAG_BYTES);
        var opening = new Opening(bytes, plain, piece(length));
        int done = 0;
        for (; length - done > opening.piece; done += opening.piece) {
            opening.next(sealed.array(), from + done, at + done);
        }
        var found = opening.last(sealed.array(), from + done, at + done, length - done);
        return MessageDigest.isEqual(tag, found);
    }

    /// How long the pieces of so many bytes are.
    private static int piece(int length) {
        if (GIVEN.get() >= FIRST) {
            return PIECE;
        }
        GIVEN.addAndGet(length / PIECE_FIRST);
        return PIECE_FIRST;
    }

    /// One opening, a piece at a time.
    private final class Opening {

        private final byte[] bytes;
        private final Passing plain;
        private final int piece;
        private final Cipher there = cipher(Cipher.ENCRYPT_MODE);
        private final Cipher back = cipher(Cipher.ENCRYPT_MODE);
        private final byte[] again;

        Opening(byte[] bytes, Passing plain, int piece) throws GeneralSecurityException {
            this.bytes = bytes;
            this.plain = plain;
            this.piece = piece;
            again = new byte[piece];
        }

        void next(byte[] sealed, int from, int at) throws GeneralSecurityException {
            there.update(sealed, from, piece, bytes, at);
            plain.passed(bytes, at, piece);
            back.update(bytes, at, piece, again, 0);
        }

        /// Returns the tag that belongs to all that came out.
        byte[] last(byte[] sealed, int from, int at, int length) throws GeneralSecurityException {
            System.arraycopy(there.doFinal(sealed, from, length), 0, bytes, at, length);
            plain.passed(bytes, at, length);
            var sealedAgain = back.doFinal(bytes, at, length);
            return Arrays.copyOfRange(sealedAgain, length, sealedAgain.length);
        }
    }

    private Cipher cipher(int mode) throws GeneralSecurityException {
        var cipher = Cipher.getInstance(ALGORITHM, PREFERRED);
        var spec = new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce);
        cipher.init(mode, new SecretKeySpec(key.toBytes(), "AES"), spec);
        cipher.updateAAD(aad);
        return cipher;
    }

    private static Provider preferred() {
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
