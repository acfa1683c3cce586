package dev.holdfast.engine.crypto;

import dev.holdfast.engine.core.hash.Hash;

/// 256 bits that nobody outside the pool may learn. Its text form hides them, so that no log shows
/// them by accident.
public record Secret(Hash bits) {

    @Override
    public String toString() {
        return "Secret(hidden)";
    }
}
