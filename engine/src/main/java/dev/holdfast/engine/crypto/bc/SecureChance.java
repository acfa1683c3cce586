package dev.holdfast.engine.crypto.bc;

import dev.holdfast.engine.crypto.Chance;

import java.security.SecureRandom;

/// The operating system's source of random bits.
public final class SecureChance implements Chance {

    private final SecureRandom random = new SecureRandom();

    @Override
    public void fill(byte[] bytes) {
        random.nextBytes(bytes);
    }
}
