package dev.holdfast.engine.upkeep;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.repair.HeldChunk;
import dev.holdfast.engine.core.repair.Repair.PushOutcome;

import java.util.List;

/// The way to the other devices. Called from many threads, which may wait; a device that cannot be
/// reached, or makes no progress for a minute, ends the call and is no error.
public interface Pusher {

    /// Offers these, sends what is wanted, and returns when each is durable there or is not going
    /// to be. At most `Repair.PUSH_CHUNKS_MAX` chunks.
    PushOutcome push(DeviceId to, List<HeldChunk> chunks) throws InterruptedException;

    /// Tells a holder of these which other devices hold them too. At most `Repair.TELL_CHUNKS_MAX`.
    void tell(DeviceId to, List<ChunkId> chunks, List<DeviceId> holders)
            throws InterruptedException;

    /// Tells a device that this one does not hold these. At most `Repair.TELL_CHUNKS_MAX`.
    void confess(DeviceId to, List<ChunkId> chunks) throws InterruptedException;
}
