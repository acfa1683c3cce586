package dev.holdfast.engine.store.disk;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.disk.BlockFile;
import dev.holdfast.engine.disk.BlockWriter;
import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.store.ChunkTag;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Writes records into one pack after the other. Not safe for threads: the store holds a lock,
/// except around [Batch#force].
final class PackWriter {

    private static final int BUFFERS = 4;
    private static final int BUFFER_BYTES = 4 << 20;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final byte[] ZEROS = new byte[PackFormat.ALIGN];

    /// The pack that is being written.
    private static final class Current {
        final int slot;
        final long number;
        final BlockFile file;
        final PackEntries entries;
        int listed;
        volatile long durable;

        Current(int slot, long number, BlockFile file, PackEntries entries) {
            this.slot = slot;
            this.number = number;
            this.file = file;
            this.entries = entries;
        }
    }

    /// What was written when a sync began.
    final class Batch {
        private final @Nullable Current pack;
        private final CompletableFuture<Void> sent;
        private final long end;

        private Batch(@Nullable Current pack, CompletableFuture<Void> sent, long end) {
            this.pack = pack;
            this.sent = sent;
            this.end = end;
        }

        /// Returns once the batch is durable; may wait, and needs no lock.
        void force() throws IOException {
            if (pack != null) {
                try {
                    BlockWriter.await(sent);
                    pack.file.force();
                } finally {
                    files.give(pack.slot);
                }
            }
        }

        /// Lets later records say that this is durable.
        void noteDurable() {
            if (pack != null) {
                pack.durable = Math.max(pack.durable, end);
            }
        }
    }

    private final Disk disk;
    private final PackFiles files;
    private final long packBytes;
    private volatile @Nullable Current current;
    private @Nullable BlockWriter out;

    PackWriter(Disk disk, PackFiles files, long packBytes) {
        this.disk = disk;
        this.files = files;
        this.packBytes = packBytes;
    }

    /// Goes on with a whole pack at `end`, of whose records the first `listed` are in its index,
    /// and of whose bytes the first `durable` are known to be on the disk.
    void resume(int slot, PackEntries entries, int listed, long durable, long end)
            throws IOException {
        var pack = new Current(slot, files.number(slot), files.take(slot), entries);
        pack.durable = durable;
        pack.listed = listed;
        current = pack;
        out = writerOf(pack.file, end);
    }

    /// Appends a chunk and returns its place.
    long append(ChunkId id, ByteBuffer sealed, ChunkTag tag) throws IOException {
        int length = sealed.remaining();
        var pack = packFor(length);
        return Place.of(pack.slot, put(pack, id, sealed, tag), length);
    }

    /// Appends the removal of a chunk.
    void appendRemoval(ChunkId id) throws IOException {
        put(packFor(0), id, NOTHING, null);
    }

    /// Ends the batch and takes all that must be durable for a sync.
    Batch batch() throws IOException {
        var pack = current;
        if (pack == null || out == null) {
            return new Batch(null, CompletableFuture.completedFuture(null), 0);
        }
        out.cut();
        files.take(pack.slot);
        return new Batch(pack, out.sent(), out.position());
    }

    /// Whether the record at this place can be read from its file; needs no lock.
    boolean isReadable(long place) {
        var pack = current;
        return pack == null || pack.slot != Place.slot(place) || end(place) <= pack.durable;
    }

    /// Sends the record at this place, if it was not, and is done when it can be read from its
    /// file.
    CompletableFuture<Void> readable(long place) {
        if (out == null || isReadable(place)) {
            return CompletableFuture.completedFuture(null);
        }
        out.cutBefore(end(place));
        return out.sent();
    }

    /// Up to where the bytes of a pack never change any more; needs no lock.
    long settled(int slot) {
        var pack = current;
        return pack == null || pack.slot != slot ? Long.MAX_VALUE : pack.durable;
    }

    private static long end(long place) {
        return Place.offset(place) + RecordHeader.BYTES + Place.length(place);
    }

    /// Bytes that were appended and not yet sent to the disk.
    int waiting() {
        return out == null ? 0 : out.waiting();
    }

    /// Lists the pack, so that the next start need not scan it, and lets go of it. Everything must
    /// have been synced.
    void close() throws IOException {
        list();
        letGo();
    }

    /// Lists the pack that is being written. Everything must have been synced.
    void list() throws IOException {
        var pack = current;
        if (pack != null && out != null && pack.entries.count() > pack.listed) {
            list(pack, out.position());
            pack.listed = pack.entries.count();
        }
    }

    /// Keeps no memory for what comes next.
    void dropIdle() {
        if (out != null) {
            out.dropIdle();
        }
    }

    /// Lets go of the pack as it is.
    void letGo() throws IOException {
        var pack = current;
        if (pack != null) {
            files.give(pack.slot);
            current = null;
        }
    }

    private void list(Current pack, long length) throws IOException {
        PackIndex.write(disk, pack.number, length, new PackIndex.Listed(pack.entries, true));
    }

    private Current packFor(int length) throws IOException {
        var pack = current;
        if (pack != null
                && out != null
                && out.position() + RecordHeader.BYTES + length + PackFormat.ALIGN > packBytes) {
            finish(pack, out);
            pack = null;
        }
        return pack == null ? start() : pack;
    }

    private long put(Current pack, ChunkId id, ByteBuffer sealed, @Nullable ChunkTag tag)
            throws IOException {
        var to = writerOf(pack.file, 0);
        to.put(ByteBuffer.wrap(ZEROS, 0, (int) -to.position() & (PackFormat.ALIGN - 1)));
        long at = to.position();
        int length = sealed.remaining();
        to.put(new RecordHeader(id, length, pack.durable).encode(tag, pack.number, at));
        to.put(sealed.duplicate());
        pack.entries.add(id, at, length);
        return at;
    }

    private Current start() throws IOException {
        long number = files.nextNumber();
        disk.create(PackFormat.packName(number)).close();
        disk.sync();
        int slot = files.add(number);
        var pack = new Current(slot, number, files.take(slot), new PackEntries());
        var to = writerOf(pack.file, 0);
        to.turnTo(pack.file, 0);
        to.put(PackFormat.firstBlock(number));
        current = pack;
        return pack;
    }

    /// Ends the pack that is being written if it has this slot; the next record begins another.
    void end(int slot) throws IOException {
        var pack = current;
        if (pack != null && out != null && pack.slot == slot) {
            finish(pack, out);
        }
    }

    /// The slot and the length of the pack that is being written.
    Optional<Map.Entry<Integer, Long>> growing() {
        var pack = current;
        return pack == null || out == null
                ? Optional.empty()
                : Optional.of(Map.entry(pack.slot, out.position()));
    }

    private void finish(Current pack, BlockWriter to) throws IOException {
        to.cut();
        BlockWriter.await(to.sent());
        pack.file.force();
        list(pack, to.position());
        files.full(pack.slot, to.position());
        files.give(pack.slot);
        current = null;
    }

    private BlockWriter writerOf(BlockFile file, long offset) {
        var writer = out;
        if (writer == null) {
            writer = new BlockWriter(file, offset, BUFFERS, BUFFER_BYTES);
            out = writer;
        }
        return writer;
    }
}
