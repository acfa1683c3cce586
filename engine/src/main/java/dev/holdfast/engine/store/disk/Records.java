package dev.holdfast.engine.store.disk;

import static dev.holdfast.engine.store.StoreException.Kind.DAMAGED;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.store.ChunkTag;
import dev.holdfast.engine.store.StoreException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Reads the records of a store that is open. Safe for many threads.
final class Records {

    /// Waits until what lies at a place can be read.
    @FunctionalInterface
    interface Readiness {
        void await(long place) throws StoreException;
    }

    private final ChunkTable table;
    private final PackFiles files;
    private final PackWriter writer;
    private final ChunkReader reader;
    private final RecordLift lift;
    private final Readiness readiness;

    Records(PackOpener opened, Readiness readiness) {
        table = opened.table();
        files = opened.files();
        writer = opened.writer();
        reader = opened.reader();
        lift = new RecordLift(files, reader);
        this.readiness = readiness;
    }

    /// @return false when the chunk is not held
    boolean read(ChunkId id, PackFiles.Reading<Boolean> reading) throws StoreException {
        for (long place = table.find(id); place != 0; place = table.find(id)) {
            try {
                read(id, place, reading);
                return true;
            } catch (StoreException e) {
                // One that was moved meanwhile is read where it lies now.
                if (table.find(id) == place) {
                    throw e;
                }
            }
        }
        return false;
    }

    private void read(ChunkId id, long place, PackFiles.Reading<Boolean> reading)
            throws StoreException {
        readiness.await(place);
        int slot = Place.slot(place);
        try {
            if (files.read(place, writer.settled(slot), reading)) {
                return;
            }
        } catch (IOException e) {
            throw new StoreException(DAMAGED, damage(id, slot) + ": " + e.getMessage(), e);
        }
        throw new StoreException(DAMAGED, damage(id, slot));
    }

    private String damage(ChunkId id, int slot) {
        return "chunk " + id + " in " + PackFormat.packName(files.number(slot)) + " is damaged";
    }

    /// Puts the chunk at a place into `into` if it is sound.
    boolean salvage(ChunkId id, long place, ByteBuffer into) throws StoreException {
        readiness.await(place);
        try {
            long settled = writer.settled(Place.slot(place));
            return files.read(place, settled, span -> reader.read(span, id, into));
        } catch (IOException e) {
            return false; // it cannot be read, so it stays aside
        }
    }

    /// What was written beside a chunk that is held and sound.
    Optional<ChunkTag> tag(ChunkId id) throws StoreException {
        long place = table.find(id);
        return place == 0
                ? Optional.empty()
                : tag(id, place, ByteBuffer.allocate(Place.length(place)));
    }

    /// What was written beside the chunk at a place; empty when either is damaged.
    ///
    /// @param room takes the chunk
    Optional<ChunkTag> tag(ChunkId id, long place, ByteBuffer room) throws StoreException {
        readiness.await(place);
        try {
            return lift.lift(id, place, writer.settled(Place.slot(place)), room);
        } catch (IOException e) {
            return Optional.empty(); // a block that cannot be read costs the chunks in it
        }
    }
}
