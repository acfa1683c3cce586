package dev.holdfast.engine.wal.disk;

import dev.holdfast.engine.disk.BlockFile;
import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.wal.JournalException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// Finds the end of the journal.
///
/// Only the last segment can have a torn tail. A bad frame there, at or below the durable lsn of a
/// later sound frame, is damage; otherwise it is the tail, and is cut. Frames that nothing vouches
/// for are written anew into the next segment and forced before anyone sees them: what can be read
/// after a crash need not be on the disk. A journal that was closed in order ends with a mark and
/// is gone on with.
final class Recovery {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    /// The journal as found: its segments, the bytes of those that are closed, the one to write,
    /// the lsn of its last record.
    record Found(
            List<Segment> segments, Map<Segment, Long> bytes, SegmentWriter writer, long lastLsn) {}

    private final Disk disk;
    private final LongSupplier chance;
    private final List<Segment> segments = new ArrayList<>();
    private final Map<Segment, Long> bytes = new HashMap<>();

    private Recovery(Disk disk, LongSupplier chance) {
        this.disk = disk;
        this.chance = chance;
    }

    static Found recover(Disk disk, LongSupplier chance) throws IOException, JournalException {
        return new Recovery(disk, chance).recover();
    }

    private Found recover() throws IOException, JournalException {
        var names = disk.names().stream().filter(Segment::isName).toList();
        for (var name : names) {
            try (var file = disk.open(name)) {
                addSegment(file, name, name.equals(names.getLast()));
            }
        }
        while (!segments.isEmpty()) {
            var last = segments.getLast();
            var file = disk.open(last.name());
            var tail = Tail.of(file, last);
            if (tail.lastLsn() >= last.rewrittenLsn()) {
                return tail.isSealed() ? goOn(file, last, tail) : rewrite(file, last, tail);
            }
            refuseGap(last);
            LOG.info("{} was begun by a start that did not finish, and is removed", last.name());
            file.close();
            disk.delete(last.name());
            segments.removeLast();
        }
        if (disk.names().stream().anyMatch(Snapshot::isName)) {
            throw damaged("there is a snapshot, and no segment behind it");
        }
        return begin();
    }

    /// Only a segment of a start that did not finish lacks what was to be written anew into it, and
    /// the one before it has all of that.
    private void refuseGap(Segment last) throws JournalException {
        if (segments.size() == 1) {
            throw damaged(
                    "%s has not all records up to %d".formatted(last.name(), last.rewrittenLsn()));
        }
    }

    private static JournalException damaged(String what) {
        return new JournalException(JournalException.Kind.DAMAGED, what);
    }

    private void addSegment(BlockFile file, String name, boolean last)
            throws IOException, JournalException {
        var segment = Segment.of(file, name);
        if (segment.isPresent()) {
            segments.add(segment.get());
            bytes.put(segment.get(), file.size());
        } else if (last && file.size() <= Disk.BLOCK) {
            disk.delete(name); // power was cut before its first frame
        } else {
            throw damaged("the first block of " + name + " is damaged");
        }
    }

    private Found begin() throws IOException {
        return new Found(segments, bytes, follow(0, 0, 0), 0);
    }

    private Found goOn(BlockFile file, Segment last, Tail tail) throws IOException {
        file.force();
        var writer = new SegmentWriter(last, file, tail.end());
        return new Found(segments, bytes, writer, tail.lastLsn());
    }

    private Found rewrite(BlockFile file, Segment last, Tail tail) throws IOException {
        if (tail.isTorn()) {
            LOG.info("the end of {} was never acknowledged and is cut", last.name());
        }
        var writer = follow(last.number(), tail.durable(), tail.lastLsn());
        var reader = new SegmentReader(file, last);
        long expected = last.firstLsn();
        while (expected <= tail.lastLsn()) {
            var frame = reader.next(expected).orElseThrow();
            if (!frame.isMark()) {
                expected++;
                if (frame.lsn() > tail.durable()) {
                    writer.put(
                            new Frame(frame.lsn(), tail.durable(), frame.type(), frame.payload()));
                }
            }
        }
        writer.finish();
        file.close();
        return new Found(segments, bytes, writer, tail.lastLsn());
    }

    /// The segment behind number `after`, whose first record follows `durable`.
    private SegmentWriter follow(long after, long durable, long rewritten) throws IOException {
        var next = new Segment(after + 1, durable + 1, rewritten, chance.getAsLong());
        var file = next.create(disk);
        segments.add(next);
        return new SegmentWriter(next, file, Disk.BLOCK);
    }
}
