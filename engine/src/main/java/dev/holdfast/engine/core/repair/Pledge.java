package dev.holdfast.engine.core.repair;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;

/// One device's promise to another to keep its copy of a chunk, so that the other may drop its own.
///
/// @param round a random number drawn for the asking; what is said about one asking never counts
///   for another, however late it arrives
public record Pledge(ChunkId chunk, DeviceId asker, DeviceId pledger, Hash round) {

    /// How far a pledge has come; each step is journaled by the side that takes it.
    public enum State {
        /// The asker wants to drop its copy.
        ASKED,
        /// The pledger keeps its own until told otherwise.
        GIVEN,
        /// The asker has dropped its copy.
        DROPPED,
        /// It is over: the pledge binds no more, and the pledger, if it gave one, knows.
        RELEASED
    }
}
