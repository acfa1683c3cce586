package dev.holdfast.engine.store.disk;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.disk.BlockFile;
import dev.holdfast.engine.disk.BufferPool;
import dev.holdfast.engine.disk.Disk;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Set;

/// Reads all that is in the packs and verifies it, from outside: no store is opened, nothing is
/// changed, and a store may be writing meanwhile. What was not durable for certain when it was
/// written is not judged.
public final class PackAudit {

    /// Damaged chunks that are told apart; of more only the number is known.
    private static final int DAMAGED_MAX = 1 << 16;

    private static final Logger LOG = LoggerFactory.getLogger(PackAudit.class);

    /// Follows the reading.
    @FunctionalInterface
    public interface Follower {

        /// So many bytes of the packs are read, of so many.
        void read(long bytes, long total);
    }

    /// What was read.
    ///
    /// @param damaged chunks of which no later record is sound; the first 65,536 of them
    public record Read(long bytes, long chunks, Set<ChunkId> damaged) {}

    private final Disk disk;
    private final Follower follower;
    private final long total;
    private final ChunkReader reader = new ChunkReader();
    private final ByteBuffer header = BufferPool.aligned(2 * Disk.BLOCK);
    private final Set<ChunkId> damaged = new LinkedHashSet<>();
    private long before;
    private long chunks;

    private PackAudit(Disk disk, Follower follower, long total) {
        this.disk = disk;
        this.follower = follower;
        this.total = total;
    }

    /// Reads every pack, the eldest first.
    ///
    /// @throws IOException when the names of the packs cannot be read
    public static Read read(Disk disk, Follower follower) throws IOException, InterruptedException {
        var names = disk.names();
        var numbers = PackFormat.numbers(names);
        long total = 0;
        for (long number : numbers) {
            total += size(disk, number);
        }
        var audit = new PackAudit(disk, follower, total);
        for (int slot = 0; slot < numbers.length; slot++) {
            boolean isListed = names.contains(PackFormat.indexName(numbers[slot]));
            audit.read(numbers[slot], slot, isListed);
        }
        return new Read(audit.before, audit.chunks, audit.damaged);
    }

    /// 0 of a pack that was emptied and deleted meanwhile.
    private static long size(Disk disk, long number) {
        try (var file = disk.open(PackFormat.packName(number))) {
            return file.size();
        } catch (IOException e) {
            LOG.debug("{} is not there any more", PackFormat.packName(number), e);
            return 0;
        }
    }

    private void read(long number, int slot, boolean isListed) throws InterruptedException {
        try (var file = disk.open(PackFormat.packName(number))) {
            long size = file.size();
            if (size > Disk.BLOCK) {
                var listed = isListed ? PackIndex.read(disk, number, size) : PackOpener.NOT_LISTED;
                if (listed.isPresent()) {
                    read(new Pack(file, number, slot, size), listed.get().entries());
                } else {
                    var found = PackScan.scan(file, number, reader);
                    read(new Pack(file, number, slot, found.durable()), found.entries());
                }
            }
            before += size;
            follower.read(before, total);
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}", PackFormat.packName(number), e.getMessage());
        }
    }

    /// A pack that is being read.
    ///
    /// @param settled up to where it was durable for certain
    private record Pack(BlockFile file, long number, int slot, long settled) {}

    private void read(Pack pack, PackEntries entries) throws InterruptedException {
        for (int entry = 0; entry < entries.count(); entry++) {
            var id = entries.id(entry);
            long at = entries.offset(entry);
            int length = entries.length(entry);
            long end = at + RecordHeader.BYTES + length;
            if (length == 0) {
                damaged.remove(id);
            } else if (end <= pack.settled) {
                judge(id, isSound(pack, id, at, length));
                follower.read(before + end, total);
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("reading the packs was taken back");
            }
        }
    }

    /// The last record of a chunk counts.
    private void judge(ChunkId id, boolean isSound) {
        chunks++;
        if (isSound) {
            damaged.remove(id);
        } else if (damaged.size() < DAMAGED_MAX) {
            damaged.add(id);
        }
    }

    /// Whether the chunk is what it is called, and can still be found without the pack's list.
    private boolean isSound(Pack pack, ChunkId id, long at, int length) {
        long from = at + RecordHeader.BYTES;
        var span = new ChunkReader.Span(pack.file, pack.slot, from, length, pack.settled);
        try {
            return reader.isSound(span, id) && hasHeader(pack, id, at);
        } catch (IOException e) {
            LOG.warn(
                    "{} cannot be read everywhere: {}",
                    PackFormat.packName(pack.number),
                    e.getMessage());
            return false;
        }
    }

    private boolean hasHeader(Pack pack, ChunkId id, long at) throws IOException {
        pack.file.read(header.clear(), at & -Disk.BLOCK);
        int within = (int) (at & (Disk.BLOCK - 1));
        return header.position() >= within + RecordHeader.BYTES
                && RecordHeader.decode(header.position(within), pack.number, at)
                        .filter(found -> found.id().equals(id))
                        .isPresent();
    }
}
