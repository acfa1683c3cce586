package dev.holdfast.engine.store;

import dev.holdfast.engine.core.repair.Stamp;

/// What is written beside a chunk when it is appended: how many copies were asked for, the claim it
/// is kept for, and whose bytes they are. Later raises and stamps are the journal's.
public record ChunkTag(int factor, Stamp stamp, Origin origin) {

    /// The most copies a volume may ask for.
    public static final int FACTOR_MAX = 8;

    /// Where a chunk comes from. Each has its own reserve of free space, so two full devices that
    /// stream to each other cannot wait for one another for ever.
    public enum Origin {
        /// Written on this device.
        HERE,
        /// A copy sent by a peer.
        PEER
    }

    public ChunkTag {
        if (factor < 1 || factor > FACTOR_MAX) {
            throw new IllegalArgumentException("factor " + factor + " is not in 1.." + FACTOR_MAX);
        }
    }
}
