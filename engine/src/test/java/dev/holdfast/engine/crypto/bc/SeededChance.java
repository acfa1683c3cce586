package dev.holdfast.engine.crypto.bc;

import dev.holdfast.engine.crypto.Chance;

import java.util.Random;

/// Chance that replays from a seed.
final class SeededChance implements Chance {

    private final Random random;

    SeededChance(long seed) {
        random = new Random(seed);
    }

    @Override
    public void fill(byte[] bytes) {
        random.nextBytes(bytes);
    }
}
