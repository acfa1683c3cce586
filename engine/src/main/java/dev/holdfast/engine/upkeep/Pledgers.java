package dev.holdfast.engine.upkeep;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The way to the devices that pledge their copies. Called from many threads, which may wait; at
/// most `TransferMessage.CHUNKS_MAX` chunks at a time.
public interface Pledgers {

    /// Asks a device to pledge these.
    ///
    /// @return the proof of each copy it pledges; empty when no answer came, in which case it may
    ///   have pledged all the same
    Optional<Map<ChunkId, Hash>> ask(DeviceId pledger, Hash round, List<ChunkId> ids)
            throws InterruptedException;

    /// Tells a device how this device's asking ended; true when it has noted that.
    boolean end(DeviceId pledger, Hash round, List<ChunkId> ids, boolean isDropped)
            throws InterruptedException;
}
