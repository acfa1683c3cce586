package dev.holdfast.engine.upkeep;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The way to the devices that pledge their copies. Called from many threads, which may wait; at
/// most `TransferMessage.CHUNKS_MAX` chunks at a time.
public interface Pledgers {

    /// Asks a device to pledge these.
    ///
    /// @return the proof of each copy it pledges; empty when no answer came, in which case it may
    ///   have pledged all the same
    Optional<Map<ChunkId, Hash>> ask(DeviceId pledger, Hash round, List<ChunkId> ids)
            throws InterruptedException;

    /// Tells a device how this device's asking ended, or that it has lost its copies; true when
    /// that is noted there, durably.
    boolean end(DeviceId pledger, Hash round, List<ChunkId> ids, boolean isDropped)
            throws InterruptedException;

    /// Asks a device which of these it holds; empty when no answer came.
    Optional<Set<ChunkId>> held(DeviceId device, List<ChunkId> ids) throws InterruptedException;
}
