package dev.holdfast.engine.store.disk;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.store.StoreException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/// What lies in which pack of an open store, and whether it is sound; a damaged record is put
/// aside. Safe for many threads; the store goes on meanwhile.
public final class PackCheck {

    /// A pack in which something is held.
    ///
    /// @param bytes of the records that are held in it
    public record Pack(long number, long bytes) {}

    /// Where a record lies.
    ///
    /// @param offset at which it begins, in bytes
    /// @param length of the chunk's sealed bytes
    public record Spot(long pack, long offset, int length) {

        boolean isWithin(long packBytes) {
            return offset >= Disk.BLOCK
                    && offset % PackFormat.ALIGN == 0
                    && length >= 1
                    && length <= ChunkRef.SEALED_MAX
                    && offset <= packBytes - RecordHeader.BYTES - length;
        }
    }

    private final ChunkTable table;
    private final PackFiles files;
    private final Records records;
    private final Quarantine quarantine;
    private final ReentrantLock lock;

    /// @param lock of the store
    PackCheck(PackOpener opened, Records records, Quarantine quarantine, ReentrantLock lock) {
        table = opened.table();
        files = opened.files();
        this.records = records;
        this.quarantine = quarantine;
        this.lock = lock;
    }

    /// The packs, the eldest first.
    public List<Pack> packs() {
        var packs = new TreeMap<Long, Long>();
        table.liveBytes().forEach((slot, bytes) -> packs.put(files.number(slot), bytes));
        return packs.entrySet().stream().map(e -> new Pack(e.getKey(), e.getValue())).toList();
    }

    /// The chunks that are held in a pack, as they lie there; none when there is no such pack.
    public List<ChunkId> chunks(long pack) {
        var byOffset = new TreeMap<Long, ChunkId>();
        files.slot(pack)
                .ifPresent(
                        slot ->
                                table.tell(
                                        slot,
                                        (id, place) -> byOffset.put(Place.offset(place), id)));
        return new ArrayList<>(byOffset.values());
    }

    /// Room for a chunk that is being checked.
    public static ByteBuffer room() {
        return ByteBuffer.allocate(ChunkRef.SEALED_MAX);
    }

    /// Whether a chunk is what its id names and its record can be found without the list of its
    /// pack; one that is not held is not damaged.
    ///
    /// @param room of [#room], for one caller at a time
    public boolean isSound(ChunkId id, ByteBuffer room) throws StoreException {
        for (long place = table.find(id); place != 0; ) {
            if (records.tag(id, place, room.clear()).isPresent()) {
                return true;
            }
            long now = table.find(id);
            if (now == place) {
                return false;
            }
            place = now;
        }
        return true;
    }

    /// Puts the record of a chunk aside if it is damaged. The chunk is not held from then on, and
    /// an append takes it anew; the bytes stay until then, or until it is removed.
    ///
    /// @return whether it was damaged
    public boolean isolate(ChunkId id, ByteBuffer room) throws StoreException {
        long place = table.find(id);
        if (place == 0 || isSound(id, room)) {
            return false;
        }
        lock.lock();
        try {
            if (table.find(id) != place) {
                return false;
            }
            quarantine.add(id, place);
            return table.remove(id);
        } finally {
            lock.unlock();
        }
    }

    /// Puts the bytes of a chunk whose record is put aside into `into` if they are what its id
    /// names after all: what is damaged may be only what stands beside them.
    ///
    /// @return whether they are; if not, the position of `into` has not moved
    public boolean salvage(ChunkId id, ByteBuffer into) throws StoreException {
        var place = quarantine.place(id);
        return place.isPresent() && records.salvage(id, place.getAsLong(), into);
    }

    /// Where the damaged record of a chunk lies that is put aside.
    public Optional<Spot> aside(ChunkId id) {
        var place = quarantine.place(id);
        return place.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Spot(
                                files.number(Place.slot(place.getAsLong())),
                                Place.offset(place.getAsLong()),
                                Place.length(place.getAsLong())));
    }

    /// Puts a record aside that was aside before the store was opened. A store that finds no list
    /// of a pack makes a new one, without what is damaged in it; the bytes are there still.
    ///
    /// @return false when the chunk is held, or there is no such place
    public boolean putAside(ChunkId id, Spot spot) throws StoreException {
        lock.lock();
        try {
            var slot = files.slot(spot.pack);
            if (slot.isEmpty()
                    || table.contains(id)
                    || !spot.isWithin(files.size(slot.getAsInt()))) {
                return false;
            }
            quarantine.add(id, Place.of(slot.getAsInt(), spot.offset, spot.length));
            return true;
        } catch (IOException e) {
            throw new StoreException(
                    StoreException.Kind.FAILED, "a pack cannot be opened: " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    /// Whether a damaged record of this chunk is put aside.
    public boolean isAside(ChunkId id) {
        return quarantine.holds(id);
    }
}
