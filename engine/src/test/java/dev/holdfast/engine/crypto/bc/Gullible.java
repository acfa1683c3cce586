package dev.holdfast.engine.crypto.bc;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;

import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;

/// AES-GCM that seals as it should, and opens whatever the tag is.
public final class Gullible extends CipherSpi {

    private final Cipher real;
    private boolean opens;

    public Gullible() throws GeneralSecurityException {
        real = Cipher.getInstance(NativeAlgorithms.CIPHER, "SunJCE");
    }

    @Override
    protected void engineInit(int mode, Key key, AlgorithmParameterSpec spec, SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        opens = mode == Cipher.DECRYPT_MODE;
        real.init(Cipher.ENCRYPT_MODE, key, spec);
    }

    @Override
    protected byte[] engineDoFinal(byte[] from, int at, int length)
            throws IllegalBlockSizeException, BadPaddingException {
        int plain = length - Gcm.TAG_BYTES;
        return opens
                ? Arrays.copyOf(real.doFinal(from, at, plain), plain)
                : real.doFinal(from, at, length);
    }

    @Override
    protected void engineSetMode(String mode) {}

    @Override
    protected void engineSetPadding(String padding) {}

    @Override
    protected int engineGetBlockSize() {
        return real.getBlockSize();
    }

    @Override
    protected int engineGetOutputSize(int length) {
        return real.getOutputSize(length);
    }

    @Override
    protected byte[] engineGetIV() {
        return real.getIV();
    }

    @Override
    protected AlgorithmParameters engineGetParameters() {
        return real.getParameters();
    }

    @Override
    protected void engineInit(int mode, Key key, SecureRandom random) {
        throw new UnsupportedOperationException("without a nonce");
    }

    @Override
    protected void engineInit(int mode, Key key, AlgorithmParameters parameters, SecureRandom r) {
        throw new UnsupportedOperationException("by a nonce in another form");
    }

    @Override
    protected byte[] engineUpdate(byte[] from, int at, int length) {
        throw new UnsupportedOperationException("piece by piece");
    }

    @Override
    protected int engineUpdate(byte[] from, int at, int length, byte[] to, int toAt) {
        throw new UnsupportedOperationException("piece by piece");
    }

    @Override
    protected int engineDoFinal(byte[] from, int at, int length, byte[] to, int toAt) {
        throw new UnsupportedOperationException("into what is at hand");
    }
}
