package dev.holdfast.engine.crypto;

import dev.holdfast.engine.core.hash.Hash;

/// The source of every random number that matters: secrets, nonces, ids, incarnations. Safe for
/// many threads. Tests and the simulator replay one from a seed.
@FunctionalInterface
public interface Chance {

    /// Fills `bytes` with unpredictable bits.
    void fill(byte[] bytes);

    default Hash bits256() {
        var bytes = new byte[Hash.BYTES];
        fill(bytes);
        return Hash.of(bytes);
    }

    default long bits64() {
        return bits256().w0();
    }
}
