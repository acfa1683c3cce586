package dev.holdfast.engine.store.disk;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.disk.BlockFile;
import dev.holdfast.engine.disk.BufferPool;
import dev.holdfast.engine.disk.Disk;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds the records of a pack that has no index, by their headers, and tells a torn tail from
/// damage.
///
/// A record that says how much was durable when it was written vouches for all below: what cannot
/// be read there is damage. Above the greatest such mark nothing was acknowledged for certain, so
/// each chunk there is read and verified; one that fails is a torn tail and is forgotten. A block
/// that the disk does not give is as one with other bytes in it.
final class PackScan {

    /// What a scan found. `isWhole` says that the pack may be gone on with at `end`; what lies
    /// below `durable` is on the disk, and nothing vouches for the rest.
    record Found(PackEntries entries, long end, long durable, long tornBytes, long damagedBytes) {

        boolean isWhole() {
            return tornBytes == 0 && damagedBytes == 0;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(PackScan.class);

    /// So much is verified at most of what is found where no record was to be expected.
    private static final long SEARCHED_BYTES_MAX = 4 * PackFormat.PACK_BYTES;

    private static final int WINDOW = 256 << 10;
    private static final int NO_SLOT = -1;

    /// Stands for what the disk does not give: neither a header nor padding.
    private static final byte UNREADABLE = -1;

    /// Bytes that belong to no record and are no padding.
    private record Gap(long at, long bytes) {}

    private final BlockFile file;
    private final long number;
    private final long size;
    private final ByteBuffer window = BufferPool.aligned(WINDOW);
    private long windowAt = -1;
    private final List<Gap> gaps = new ArrayList<>();
    private PackEntries entries = new PackEntries();
    private long durable;
    private long searched;
    private long torn;
    private long damaged;

    // `file` is longer than its first block.
    private PackScan(BlockFile file, long number) throws IOException {
        this.file = file;
        this.number = number;
        size = file.size();
    }

    static Found scan(BlockFile file, long number, ChunkReader reader) throws IOException {
        var scan = new PackScan(file, number);
        scan.walk(reader);
        scan.checkEnds();
        scan.judgeGaps();
        scan.dropTorn(reader);
        long end = PackFormat.blockAfter(scan.size - 1);
        return new Found(scan.entries, end, scan.durable, scan.torn, scan.damaged);
    }

    /// Goes from header to header, and where there is none to the next one that can be found.
    private void walk(ChunkReader reader) throws IOException {
        long at = Disk.BLOCK;
        while (at < size) {
            var header = header(at);
            if (header.isPresent()) {
                entries.add(header.get().id(), at, header.get().length());
                // None can know of what was written behind it.
                durable = Math.max(durable, Math.min(at, header.get().durable()));
                at = PackFormat.recordAfter(at + RecordHeader.BYTES + header.get().length());
            } else {
                long next = Math.min(size, PackFormat.blockAfter(at));
                at = isPadding(at, next) ? next : pass(at, reader);
            }
        }
    }

    /// Passes over what is no record: a header that is hurt must not cost the records behind it.
    ///
    /// @return where the next one begins, or the end
    private long pass(long from, ChunkReader reader) throws IOException {
        long end = from + PackFormat.ALIGN;
        while (end < size && !isChunk(end, reader)) {
            end += PackFormat.ALIGN;
        }
        end = Math.min(end, size);
        for (long at = from; at < end; ) {
            long next = Math.min(end, PackFormat.blockAfter(at));
            gaps.add(new Gap(at, next - at));
            at = next;
        }
        return end;
    }

    /// What lies within a chunk may look like a header, so that its chunk must be sound.
    private boolean isChunk(long at, ChunkReader reader) throws IOException {
        var header = header(at).filter(found -> !found.isRemoval());
        searched += header.map(RecordHeader::length).orElse(0);
        return header.isPresent()
                && searched <= SEARCHED_BYTES_MAX
                && isSound(
                        reader, at + RecordHeader.BYTES, header.get().id(), header.get().length());
    }

    private void judgeGaps() {
        for (var gap : gaps) {
            if (gap.at < durable) {
                damaged += gap.bytes;
            } else {
                torn += gap.bytes;
            }
        }
    }

    /// The first block carries no chunk, and a last one that is not whole is no ground to build on.
    private void checkEnds() throws IOException {
        if (!PackFormat.isFirstBlock(bytes(0, Disk.BLOCK), PackFormat.packName(number))) {
            gaps.add(new Gap(0, Disk.BLOCK));
        }
        torn += size % Disk.BLOCK;
    }

    private void dropTorn(ChunkReader reader) throws IOException {
        var sound = new PackEntries();
        for (int entry = 0; entry < entries.count(); entry++) {
            long from = entries.offset(entry) + RecordHeader.BYTES;
            int length = entries.length(entry);
            if (length == 0
                    || from + length <= durable
                    || isSound(reader, from, entries.id(entry), length)) {
                sound.add(entries.id(entry), entries.offset(entry), length);
            } else {
                torn += length;
            }
        }
        entries = sound;
    }

    private boolean isSound(ChunkReader reader, long from, ChunkId id, int length)
            throws IOException {
        if (length <= WINDOW - Disk.BLOCK) {
            return Sha256.of(bytes(from, length)).equals(id.hash());
        }
        try {
            return reader.isSound(new ChunkReader.Span(file, NO_SLOT, from, length, 0), id);
        } catch (IOException e) {
            LOG.warn(
                    "{} cannot be read everywhere: {}",
                    PackFormat.packName(number),
                    e.getMessage());
            return false;
        }
    }

    private Optional<RecordHeader> header(long at) throws IOException {
        if (at + RecordHeader.BYTES > size) {
            return Optional.empty();
        }
        var header = RecordHeader.decode(bytes(at, RecordHeader.BYTES), number, at);
        return header.filter(found -> at + RecordHeader.BYTES + found.length() <= size);
    }

    /// Zeros up to the end of a block that a record began in.
    private boolean isPadding(long from, long to) throws IOException {
        if (from % Disk.BLOCK == 0) {
            return false;
        }
        var bytes = bytes(from, (int) (to - from));
        while (bytes.hasRemaining()) {
            if (bytes.get() != 0) {
                return false;
            }
        }
        return true;
    }

    private ByteBuffer bytes(long at, int length) throws IOException {
        if (windowAt < 0 || at < windowAt || at + length > windowAt + window.limit()) {
            windowAt = at & -Disk.BLOCK;
            fill();
        }
        return window.slice((int) (at - windowAt), length);
    }

    private void fill() {
        try {
            file.read(window.clear(), windowAt);
            window.flip();
        } catch (IOException e) {
            LOG.warn(
                    "{} cannot be read everywhere: {}",
                    PackFormat.packName(number),
                    e.getMessage());
            fillByBlocks();
        }
    }

    private void fillByBlocks() {
        int end = (int) Math.min(WINDOW, size - windowAt);
        for (int from = 0; from < end; from += Disk.BLOCK) {
            int to = Math.min(end, from + Disk.BLOCK);
            var block = window.slice(from, Disk.BLOCK);
            try {
                file.read(block, windowAt + from);
            } catch (IOException e) {
                for (int at = from; at < to; at++) {
                    window.put(at, UNREADABLE);
                }
            }
        }
        window.limit(end).position(0);
    }
}
