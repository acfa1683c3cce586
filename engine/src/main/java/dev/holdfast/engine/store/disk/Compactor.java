package dev.holdfast.engine.store.disk;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.store.ChunkTag;
import dev.holdfast.engine.store.StoreException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// Gives the room of removed chunks back to the file system: what is live in a pack is appended
/// anew, and when that is durable the pack is deleted. So at no moment is a live chunk in no
/// durable pack, and a crash leaves at most the same chunk in two.
///
/// A removal says of older packs that a chunk in them is gone. It is appended anew while an older
/// pack has such a chunk; a deleted pack's name is durably gone before the next one is judged.
final class Compactor {

    /// What must be done under the store's lock.
    interface Moves {

        /// Ends the pack that is being written if so small a share of its bytes is live.
        void endIfSparse(Map<Integer, Long> live, Share share) throws StoreException;

        /// Appends a chunk anew if it still lies at `from`.
        ///
        /// @throws StoreException `FULL` when even the room for moving is used up, `FAILED`
        void move(ChunkId id, long from, ByteBuffer sealed, ChunkTag tag) throws StoreException;

        /// Appends the removal of a chunk anew if it is not held.
        void bury(ChunkId id) throws StoreException;

        /// Returns once all that was moved is durable.
        void sync() throws StoreException;
    }

    /// From which share of live bytes on a pack is left as it is.
    enum Share {
        /// In the usual course: emptying gives back more than it writes.
        HALF(2, 1),
        /// When there is no room otherwise: what is gained may be little.
        MOST(10, 9);

        private final int of;
        private final int parts;

        Share(int of, int parts) {
            this.of = of;
            this.parts = parts;
        }

        boolean isUnder(long live, long length) {
            return of * live < parts * length;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Compactor.class);

    private final Disk disk;
    private final PackFiles files;
    private final ChunkTable table;
    private final RecordLift lift;
    private final Quarantine quarantine;
    private final Moves moves;
    private final Map<Integer, Long> skipped = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    Compactor(PackOpener opened, Quarantine quarantine, Moves moves) {
        disk = opened.disk();
        files = opened.files();
        table = opened.table();
        lift = new RecordLift(files, opened.reader());
        this.quarantine = quarantine;
        this.moves = moves;
    }

    /// Empties and deletes the pack with the smallest live share, if that is under `share`.
    ///
    /// @return bytes given back; 0 when there is no such pack
    long compact(Share share) throws StoreException, InterruptedException {
        lock.lockInterruptibly();
        try {
            var live = table.liveBytes();
            moves.endIfSparse(live, share);
            for (var victim = victim(live, share);
                    victim.isPresent();
                    victim = victim(live, share)) {
                long freed = compact(victim.get(), live);
                if (freed > 0) {
                    return freed;
                }
            }
            return 0;
        } catch (IOException e) {
            throw new StoreException(
                    StoreException.Kind.FAILED, "a pack cannot be compacted: " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    /// One that could not be emptied is tried again when something in it was made good or let go;
    /// one that holds what was put aside stays until there is a sound copy of that.
    private Optional<Map.Entry<Integer, Long>> victim(Map<Integer, Long> live, Share share) {
        var aside = quarantine.slots();
        return files.full().entrySet().stream()
                .filter(pack -> !aside.contains(pack.getKey()))
                .filter(
                        pack ->
                                !live.getOrDefault(pack.getKey(), 0L)
                                        .equals(skipped.get(pack.getKey())))
                .filter(
                        pack ->
                                share.isUnder(
                                        live.getOrDefault(pack.getKey(), 0L), pack.getValue()))
                .min(
                        Comparator.comparingDouble(
                                pack ->
                                        (double) live.getOrDefault(pack.getKey(), 0L)
                                                / pack.getValue()));
    }

    private long compact(Map.Entry<Integer, Long> pack, Map<Integer, Long> live)
            throws IOException, StoreException, InterruptedException {
        int slot = pack.getKey();
        long number = files.number(slot);
        var names = Set.copyOf(disk.names());
        var entries = entries(names, number, pack.getValue());
        if (entries.isEmpty()) {
            return skip(slot, live, "its records cannot be listed");
        }
        var moved = moveLive(slot, entries.get());
        if (moved.isEmpty()) {
            return skip(slot, live, "a chunk in it is damaged");
        }
        bury(slot, entries.get(), names);
        moves.sync();
        if (quarantine.slots().contains(slot)) {
            return skip(slot, live, "a chunk in it was found damaged");
        }
        if (table.liveBytes().containsKey(slot)) {
            return skip(slot, live, "a chunk lies in it that its list does not name");
        }
        files.retire(slot);
        disk.delete(PackFormat.indexName(number));
        disk.delete(PackFormat.packName(number));
        disk.sync();
        files.deleted(slot);
        LOG.debug("{} is compacted", PackFormat.packName(number));
        return Math.max(1, pack.getValue() - moved.getAsLong());
    }

    private long skip(int slot, Map<Integer, Long> live, String why) {
        LOG.warn("{} is not compacted: {}", PackFormat.packName(files.number(slot)), why);
        skipped.put(slot, live.getOrDefault(slot, 0L));
        return 0;
    }

    /// The records of a full pack, from its index; empty when that is not sound.
    ///
    /// @param names the files of the disk
    private Optional<PackEntries> entries(Set<String> names, long number, long length) {
        if (!names.contains(PackFormat.indexName(number))) {
            return Optional.empty();
        }
        return PackIndex.read(disk, number, length).map(PackIndex.Listed::entries);
    }

    /// Moves what is live.
    ///
    /// @return the bytes of it; empty when something live is damaged, which must not be lost sight
    ///   of
    private OptionalLong moveLive(int slot, PackEntries entries)
            throws IOException, StoreException {
        long bytes = 0;
        var sealed = ByteBuffer.allocate(ChunkRef.SEALED_MAX);
        for (int entry = 0; entry < entries.count(); entry++) {
            int length = entries.length(entry);
            var id = entries.id(entry);
            long place = length == 0 ? 0 : Place.of(slot, entries.offset(entry), length);
            if (length > 0 && table.find(id) == place) {
                var tag = lift.lift(id, place, Long.MAX_VALUE, sealed.clear());
                if (tag.isEmpty()) {
                    return OptionalLong.empty();
                }
                moves.move(id, place, sealed.flip(), tag.get());
                bytes += RecordHeader.BYTES + length;
            }
        }
        return OptionalLong.of(bytes);
    }

    /// Appends anew the removals that older packs need.
    private void bury(int slot, PackEntries entries, Set<String> names) throws StoreException {
        var removed = new HashSet<ChunkId>();
        for (int entry = 0; entry < entries.count(); entry++) {
            if (entries.length(entry) == 0 && !table.contains(entries.id(entry))) {
                removed.add(entries.id(entry));
            }
        }
        for (var older : files.olderThan(slot).entrySet()) {
            if (removed.isEmpty()) {
                return;
            }
            var listed = entries(names, older.getKey(), older.getValue());
            var needed = listed.isPresent() ? chunks(listed.get()) : Set.copyOf(removed);
            for (var id : needed) {
                if (removed.remove(id)) {
                    moves.bury(id);
                }
            }
        }
    }

    private static Set<ChunkId> chunks(PackEntries entries) {
        var chunks = new HashSet<ChunkId>();
        for (int entry = 0; entry < entries.count(); entry++) {
            if (entries.length(entry) > 0) {
                chunks.add(entries.id(entry));
            }
        }
        return chunks;
    }
}
