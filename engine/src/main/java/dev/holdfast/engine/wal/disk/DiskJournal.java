package dev.holdfast.engine.wal.disk;

import static dev.holdfast.engine.wal.JournalException.Kind.DAMAGED;
import static dev.holdfast.engine.wal.JournalException.Kind.FAILED;

import dev.holdfast.engine.disk.BlockWriter;
import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.wal.Journal;
import dev.holdfast.engine.wal.JournalException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
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
    private final long segmentBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition synced = lock.newCondition();
    private final ReentrantLock past = new ReentrantLock();
    private final SnapshotFiles snapshots;
    private final List<Segment> segments;
    private final Map<Segment, Long> closedBytes;
    private SegmentWriter writer;
    private long lastLsn;
    private long durableLsn;
    private boolean syncing;
    private boolean ended = true;
    private @Nullable JournalException failure;

    private DiskJournal(Disk disk, LongSupplier chance, long segmentBytes, Recovery.Found found)
            throws IOException {
        this.disk = disk;
        this.chance = chance;
        this.segmentBytes = segmentBytes;
        segments = found.segments();
        closedBytes = found.bytes();
        snapshots = SnapshotFiles.find(disk, chance, segments.getFirst().firstLsn());
        writer = found.writer();
        lastLsn = found.lastLsn();
        durableLsn = lastLsn;
    }

    /// Opens the journal on `disk`, or begins one. A torn tail is cut; all that is shown afterwards
    /// is durable.
    ///
    /// @throws JournalException `DAMAGED` when a record that was durable cannot be read, `FAILED`
    public static DiskJournal open(Disk disk, LongSupplier chance) throws JournalException {
        return open(disk, chance, Segment.BYTES);
    }

    /// @param segmentBytes the length at which a segment ends
    public static DiskJournal open(Disk disk, LongSupplier chance, long segmentBytes)
            throws JournalException {
        try {
            var found = Recovery.recover(disk, chance);
            return new DiskJournal(disk, chance, segmentBytes, found);
        } catch (IOException e) {
            throw new JournalException(
                    FAILED, "the journal cannot be opened: " + e.getMessage(), e);
        }
    }

    /// Whether a file on the journal's disk has records in it, and is no snapshot.
    public static boolean isSegment(String file) {
        return Segment.isName(file);
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
            while (syncing && writer.isFull(payload.length, segmentBytes)) {
                synced.awaitUninterruptibly();
                refuseAfterFailure();
            }
            if (writer.isFull(payload.length, segmentBytes)) {
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
        lock.lock();
        try {
            if (lsn > lastLsn) {
                throw new IllegalArgumentException("record " + lsn + " was not appended");
            }
            refuseAfterFailure();
            while (lsn > durableLsn) {
                if (syncing) {
                    synced.awaitUninterruptibly();
                } else {
                    syncNow();
                }
                refuseAfterFailure();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Makes durable what was appended so far, with the lock given up meanwhile.
    private void syncNow() throws JournalException {
        syncing = true;
        try {
            var sent = writer.cut();
            var file = writer.file();
            long upTo = lastLsn;
            lock.unlock();
            try {
                BlockWriter.await(sent);
                file.force();
            } finally {
                lock.lock();
            }
            durableLsn = Math.max(durableLsn, upTo);
        } catch (IOException e) {
            throw fail(e);
        } finally {
            syncing = false;
            synced.signalAll();
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
            if (Math.max(1, fromLsn) < shown.getFirst().firstLsn()) {
                throw new IllegalArgumentException("record " + fromLsn + " was forgotten");
            }
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
    public Extent extent() {
        long proven = snapshots.provenLsn();
        var snapshot = snapshots.kept();
        long upTo = snapshot.map(Snapshot::lsn).orElse(0L);
        long pastBytes = 0;
        long aheadBytes = 0;
        lock.lock();
        try {
            for (int at = 0; at < segments.size() - 1; at++) {
                long last = segments.get(at + 1).firstLsn() - 1;
                long bytes = closedBytes.getOrDefault(segments.get(at), 0L);
                pastBytes += last <= proven ? bytes : 0;
                aheadBytes += last > upTo ? bytes : 0;
            }
            long bytes = snapshot.map(Snapshot::bytes).orElse(0L);
            return new Extent(segments.getFirst().firstLsn(), upTo, bytes, pastBytes, aheadBytes);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public <X extends Exception> void snapshot(Telling<X> telling) throws JournalException, X {
        past.lock();
        try {
            snapshots.write(telling);
        } finally {
            past.unlock();
        }
    }

    @Override
    public <X extends Exception> void recall(Visitor<X> visitor) throws JournalException, X {
        past.lock();
        try {
            snapshots.read(visitor);
        } finally {
            past.unlock();
        }
    }

    @Override
    public void forget(long lsn) throws JournalException {
        past.lock();
        try {
            for (var segment : takePast(Math.min(lsn, snapshots.provenLsn()))) {
                disk.delete(segment.name());
                disk.sync(); // so that what is left never has a hole
            }
            snapshots.forgetOthers();
        } catch (IOException e) {
            throw new JournalException(
                    FAILED, "old records cannot be deleted: " + e.getMessage(), e);
        } finally {
            past.unlock();
        }
    }

    /// The segments of which all records are up to `lsn`; they are shown no more.
    private List<Segment> takePast(long lsn) {
        lock.lock();
        try {
            int count = 0;
            while (count < segments.size() - 1 && segments.get(count + 1).firstLsn() <= lsn + 1) {
                count++;
            }
            var first = segments.subList(0, count);
            var taken = List.copyOf(first);
            taken.forEach(closedBytes::remove);
            first.clear();
            return taken;
        } finally {
            lock.unlock();
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
        lock.lock();
        try {
            while (syncing) {
                synced.awaitUninterruptibly();
            }
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
        }
    }

    private void turnToNextSegment() throws IOException {
        writer.finish();
        writer.file().close();
        durableLsn = lastLsn;
        closedBytes.put(writer.segment(), writer.position());
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
