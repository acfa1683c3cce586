package dev.holdfast.engine.wal.disk;

import dev.holdfast.engine.disk.BlockFile;
import dev.holdfast.engine.wal.JournalException;

import java.io.IOException;
import java.util.Optional;

/// Where the sound frames of a last segment end: the lsn of the last one, the greatest durable lsn
/// that any of them knows, the block behind it, and whether something unsound follows.
record Tail(long lastLsn, long durable, long end, boolean isTorn) {

    /// Whether every record is vouched for.
    boolean isSealed() {
        return !isTorn && durable >= lastLsn;
    }

    /// @throws JournalException `DAMAGED` when a bad frame was durable
    static Tail of(BlockFile file, Segment segment) throws IOException, JournalException {
        var reader = new SegmentReader(file, segment);
        long expected = segment.firstLsn();
        long durable = expected - 1;
        for (var frame = reader.next(expected); frame.isPresent(); frame = reader.next(expected)) {
            durable = Math.max(durable, frame.get().durable());
            expected += frame.get().isMark() ? 0 : 1;
        }
        var tail = new Tail(expected - 1, durable, reader.block(), !reader.isAtEnd());
        if (tail.isTorn()) {
            refuseDamage(reader, segment, expected);
        }
        return tail;
    }

    private static void refuseDamage(SegmentReader reader, Segment segment, long bad)
            throws IOException, JournalException {
        Optional<Frame> later = reader.nextAfterBad(bad);
        while (later.isPresent()) {
            if (later.get().durable() >= bad) {
                throw new JournalException(
                        JournalException.Kind.DAMAGED,
                        "record %d in %s is damaged; record %d says that it was durable"
                                .formatted(bad, segment.name(), later.get().lsn()));
            }
            later = reader.nextAfterBad(bad);
        }
    }
}
