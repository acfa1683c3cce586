package dev.holdfast.engine.wal.disk;

import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.wal.JournalException;

import java.util.function.LongSupplier;

/// Journals whose segments are soon full.
public final class SmallSegments {

    private SmallSegments() {}

    /// @param segmentBytes the length at which a segment ends
    public static DiskJournal open(Disk disk, LongSupplier chance, long segmentBytes)
            throws JournalException {
        return DiskJournal.open(disk, chance, segmentBytes);
    }
}
