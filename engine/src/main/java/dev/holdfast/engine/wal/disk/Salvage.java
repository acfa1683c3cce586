package dev.holdfast.engine.wal.disk;

import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.wal.Journal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads what is sound of a journal that is damaged, and changes nothing.
///
/// A frame behind damage is found where a batch begins, at a block. Of a segment whose first block
/// is damaged nothing can be read: without its salt a frame cannot be told from bytes that look
/// like one.
public final class Salvage {

    private static final Logger LOG = LoggerFactory.getLogger(Salvage.class);

    /// Records that cannot be read, the first and the last of them.
    public record Gap(long from, long to) {}

    /// What was read of a snapshot.
    ///
    /// @param lsn up to where it went; 0 when there is none
    /// @param missing records of it that could not be read
    public record Recalled(long lsn, long missing) {}

    private final Disk disk;
    private long durable;

    public Salvage(Disk disk) {
        this.disk = disk;
    }

    /// Shows what is sound of the snapshot that goes furthest.
    public <X extends Exception> Recalled recall(Journal.Visitor<X> visitor) throws IOException, X {
        var best = Optional.<Snapshot>empty();
        for (var name : disk.names()) {
            if (Snapshot.isName(name)) {
                try (var file = disk.open(name)) {
                    best = further(best, Snapshot.of(file, name));
                } catch (IOException e) {
                    LOG.warn("{} cannot be read: {}", name, e.getMessage());
                }
            }
        }
        if (best.isEmpty()) {
            return new Recalled(0, 0);
        }
        try (var file = disk.open(best.get().name())) {
            return new Recalled(best.get().lsn(), best.get().readSound(file, visitor));
        }
    }

    private static Optional<Snapshot> further(Optional<Snapshot> one, Optional<Snapshot> other) {
        return Stream.concat(one.stream(), other.stream())
                .max(Comparator.comparingLong(Snapshot::lsn));
    }

    /// Shows each sound record of the segments behind `afterLsn`, in order.
    ///
    /// @return the records that are missing, as far as others tell of them
    public <X extends Exception> List<Gap> read(long afterLsn, Journal.Visitor<X> visitor)
            throws IOException, X {
        var gaps = new ArrayList<Gap>();
        var segments = segments();
        long next = afterLsn + 1;
        durable = 0;
        for (int at = 0; at < segments.size(); at++) {
            // What the next segment has anew is in this one as it was first written.
            long end =
                    at + 1 < segments.size()
                            ? Math.max(
                                    segments.get(at + 1).firstLsn() - 1,
                                    segments.get(at + 1).rewrittenLsn())
                            : Long.MAX_VALUE;
            next = read(segments.get(at), next, end, gaps, visitor);
        }
        if (durable >= next) {
            gaps.add(new Gap(next, durable));
        }
        return gaps;
    }

    private List<Segment> segments() throws IOException {
        var segments = new ArrayList<Segment>();
        for (var name : disk.names()) {
            if (Segment.isName(name)) {
                try (var file = disk.open(name)) {
                    Segment.of(file, name)
                            .ifPresentOrElse(
                                    segments::add,
                                    () -> LOG.warn("The first block of {} is damaged.", name));
                } catch (IOException e) {
                    LOG.warn("{} cannot be read: {}", name, e.getMessage());
                }
            }
        }
        return segments;
    }

    private <X extends Exception> long read(
            Segment segment, long from, long end, List<Gap> gaps, Journal.Visitor<X> visitor)
            throws IOException, X {
        long next = from;
        try (var file = disk.open(segment.name())) {
            var reader = new SegmentReader(file, segment);
            var frame = reader.nextSound();
            while (frame.isPresent() && frame.get().lsn() <= end) {
                long lsn = frame.get().lsn();
                durable = Math.max(durable, frame.get().durable());
                if (lsn >= next && !frame.get().isMark()) {
                    if (lsn > next) {
                        gaps.add(new Gap(next, lsn - 1));
                    }
                    visitor.visit(lsn, frame.get().type(), frame.get().payload());
                    next = lsn + 1;
                }
                frame = reader.nextSound();
            }
        }
        return next;
    }
}
