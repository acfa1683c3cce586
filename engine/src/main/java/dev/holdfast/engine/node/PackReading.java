package dev.holdfast.engine.node;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.store.ChunkIndex;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.store.disk.PackCheck;

import java.util.ArrayList;
import java.util.List;

/// Reads what a running device holds in one pack, and verifies it.
record PackReading(PackCheck check, ChunkIndex index) {

    /// Is told of each chunk that was read, and may take its time.
    @FunctionalInterface
    interface Pace {
        void read(int bytes) throws InterruptedException;
    }

    /// What was read of a pack.
    ///
    /// @param bytes of sealed chunks
    record Read(long bytes, long chunks, List<ChunkId> damaged) {}

    Read read(long pack, Pace pace) throws StoreException, InterruptedException {
        var room = PackCheck.room();
        var damaged = new ArrayList<ChunkId>();
        long bytes = 0;
        long chunks = 0;
        for (var id : check.chunks(pack)) {
            int length = index.length(id).orElse(0);
            if (length > 0 && !check.isSound(id, room)) {
                damaged.add(id);
            }
            chunks++;
            bytes += length;
            pace.read(length);
            if (Thread.interrupted()) {
                throw new InterruptedException("reading the packs was taken back");
            }
        }
        return new Read(bytes, chunks, damaged);
    }
}
