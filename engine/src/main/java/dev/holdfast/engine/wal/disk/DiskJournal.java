package dev.holdfast.engine.wal.disk;

import static dev.holdfast.engine.wal.JournalException.Kind.DAMAGED;
import static dev.holdfast.engine.wal.JournalException.Kind.FAILED;

import dev.holdfast.engine.disk.BlockFile;
import dev.holdfast.engine.disk.BlockWriter;
import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.wal.Journal;
import dev.holdfast.engine.wal.JournalException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// Keeps records in segments.
///
/// An append copies its frame into a buffer. A sync ends the batch at a block, waits for its write
/// and forces the segment; whoever came meanwhile is served by the next one together. When a write
/// or an fsync fails the journal takes no more: what the disk holds is unknown then, and is read
/// anew when the journal is opened again.
public final class DiskJournal implements Journal {

    private final Disk disk;
    private final LongSupplier chance;
    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantLock syncing = new ReentrantLock();
    private final List<Segment> segments;
    private SegmentWriter writer;
    private long lastLsn;
    private long durableLsn;
    private boolean ended = true;
    private @Nullable JournalException failure;

    private DiskJournal(Disk disk, LongSupplier chance, Recovery.Found found) {
        this.disk = disk;
        this.chance = chance;
        segments = found.segments();
        writer = found.writer();
        lastLsn = found.lastLsn();
        durableLsn = lastLsn;
    }

    /// Opens the journal on `disk`, or begins one. A torn tail is cut; all that is shown afterwards
    /// is durable.
    ///
    /// @throws JournalException `DAMAGED` when a record that was durable cannot be read, `FAILED`
    public static DiskJournal open(Disk disk, LongSupplier chance) throws JournalException {
        try {
            return new DiskJournal(disk, chance, Recovery.recover(disk, chance));
        } catch (IOException e) {
            throw new JournalException(
                    FAILED, "the journal cannot be opened: " + e.getMessage(), e);
        }
    }

    @Override
    public long append(int type, byte[] payload) throws JournalException {
        if (type < 0 || type > TYPE_MAX || payload.length > PAYLOAD_MAX) {
            throw new IllegalArgumentException(
                    "type " + type + " with " + payload.length + " bytes");
        }
        lock.lock();
        try {
            refuseAfterFailure();
            if (writer.isFull(payload.length)) {
                turnToNextSegment();
            }
            writer.put(new Frame(lastLsn + 1, durableLsn, type, payload));
            ended = false;
            return ++lastLsn;
        } catch (IOException e) {
            throw fail(e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void sync(long lsn) throws JournalException {
        if (isToSync(lsn)) {
            syncing.lock();
            try {
                if (isToSync(lsn)) {
                    syncNow();
                }
            } finally {
                syncing.unlock();
            }
        }
    }

    private boolean isToSync(long lsn) throws JournalException {
        lock.lock();
        try {
            refuseAfterFailure();
            if (lsn > lastLsn) {
                throw new IllegalArgumentException("record " + lsn + " was not appended");
            }
            return lsn > durableLsn;
        } finally {
            lock.unlock();
        }
    }

    private void syncNow() throws JournalException {
        try {
            CompletableFuture<Void> sent;
            BlockFile file;
            long upTo;
            lock.lock();
            try {
                sent = writer.cut();
                file = writer.file();
                upTo = lastLsn;
            } finally {
                lock.unlock();
            }
            BlockWriter.await(sent);
            file.force();
            lock.lock();
            try {
                durableLsn = Math.max(durableLsn, upTo);
            } finally {
                lock.unlock();
            }
        } catch (IOException e) {
            throw fail(e);
        }
    }

    @Override
    public <X extends Exception> void replay(long fromLsn, Visitor<X> visitor)
            throws JournalException, X {
        List<Segment> shown;
        long last;
        CompletableFuture<Void> sent;
        lock.lock();
        try {
            shown = List.copyOf(segments);
            last = lastLsn;
            sent = writer.cut();
        } finally {
            lock.unlock();
        }
        try {
            BlockWriter.await(sent);
        } catch (IOException e) {
            throw fail(e);
        }
        for (int at = 0; at < shown.size(); at++) {
            boolean isLast = at == shown.size() - 1;
            long to = isLast ? last : shown.get(at + 1).firstLsn() - 1;
            if (to >= fromLsn) {
                replay(shown.get(at), Math.min(to, last), fromLsn, visitor);
            }
        }
    }

    private <X extends Exception> void replay(
            Segment segment, long toLsn, long fromLsn, Visitor<X> visitor)
            throws JournalException, X {
        try (var file = disk.open(segment.name())) {
            var reader = new SegmentReader(file, segment);
            long expected = segment.firstLsn();
            while (expected <= toLsn) {
                var frame = reader.next(expected);
                if (frame.isEmpty()) {
                    throw new JournalException(
                            DAMAGED,
                            "record " + expected + " in " + segment.name() + " is damaged");
                }
                if (!frame.get().isMark()) {
                    if (expected >= fromLsn) {
                        visitor.visit(expected, frame.get().type(), frame.get().payload());
                    }
                    expected++;
                }
            }
        } catch (IOException e) {
            throw new JournalException(
                    DAMAGED, segment.name() + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public long lastLsn() {
        lock.lock();
        try {
            return lastLsn;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws JournalException {
        syncing.lock();
        lock.lock();
        try {
            refuseAfterFailure();
            if (!ended) {
                writer.finish();
                writer.put(Frame.mark(lastLsn));
                writer.finish();
            }
            writer.file().close();
            failure = new JournalException(FAILED, "the journal is closed");
        } catch (IOException e) {
            throw fail(e);
        } finally {
            lock.unlock();
            syncing.unlock();
        }
    }

    private void turnToNextSegment() throws IOException {
        writer.finish();
        durableLsn = lastLsn;
        var next = new Segment(writer.segment().number() + 1, lastLsn + 1, 0, chance.getAsLong());
        writer = new SegmentWriter(next, next.create(disk), Disk.BLOCK);
        segments.add(next);
    }

    private void refuseAfterFailure() throws JournalException {
        if (failure != null) {
            throw new JournalException(
                    FAILED, "nothing more is journaled: " + failure.getMessage(), failure);
        }
    }

    private JournalException fail(IOException cause) {
        lock.lock();
        try {
            if (failure == null) {
                failure =
                        new JournalException(
                                FAILED, "the disk failed: " + cause.getMessage(), cause);
            }
            return failure;
        } finally {
            lock.unlock();
        }
    }
}
