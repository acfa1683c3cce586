package dev.holdfast.engine.core.content;

import java.util.Random;

/// Bytes that look random and replay from a seed.
final class Noise {

    private Noise() {}

    static byte[] of(long seed, int length) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
