package dev.holdfast.engine.node;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.Device;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.record.JournalRecord.ChunksStamped;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.core.wire.TransferMessage.Refusal;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.transfer.ChunkResponder;
import dev.holdfast.engine.upkeep.Evictions;
import dev.holdfast.engine.upkeep.Upkeep;
import dev.holdfast.engine.wal.JournalException;

import java.util.List;
import java.util.Optional;

/// Writes down what peers gave this device to keep.
record StampLog(OpenHome home, Upkeep upkeep, Evictions evictions, News news, Runnable told)
        implements ChunkResponder.Log {

    /// As the roster says now. What this device's own put has just let go for want of room is not
    /// taken back while it goes on.
    @Override
    public Optional<Refusal> refusal(Stamp stamp, long bytes) {
        var live = home.live();
        long capacity = live.roster().device(live.self()).map(Device::capacity).orElse(0L);
        if (capacity == 0) {
            return Optional.of(Refusal.NO_SHARE);
        }
        boolean isFull = bytes > capacity - home.store().index().bytes();
        return isFull || home.claims().isStreaming(stamp)
                ? Optional.of(Refusal.FULL)
                : Optional.empty();
    }

    @Override
    public void stamped(Stamp stamp, int factor, List<ChunkId> ids)
            throws StoreException, InterruptedException {
        try {
            home.ledger().commit(new ChunksStamped(stamp, factor, ids));
        } catch (JournalException e) {
            throw new StoreException(StoreException.Kind.FAILED, "the journal takes no more", e);
        }
        upkeep.arrived(ids);
        evictions.arrived(ids);
        told.run();
    }

    @Override
    public void lost(DeviceId by, List<ChunkId> ids) throws InterruptedException {
        news.because(home.live().name(by) + " has lost chunks");
        upkeep.lost(by, ids);
    }

    @Override
    public void spoiled(ChunkId id) {
        home.damages().found(List.of(id));
    }

    /// A keeper's word about others counts for nothing: it may want to be rid of its copies.
    @Override
    public void confirmed(DeviceId by, List<ChunkId> ids, List<DeviceId> holders) {
        if (home.live().roster().device(by).filter(device -> device.mayHoldSecrets()).isPresent()) {
            try {
                upkeep.confirmed(ids, holders);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
