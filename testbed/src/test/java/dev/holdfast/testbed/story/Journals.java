package dev.holdfast.testbed.story;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.disk.real.RealDisk;
import dev.holdfast.engine.wal.JournalException;
import dev.holdfast.engine.wal.disk.DiskJournal;
import dev.holdfast.testbed.cluster.Member;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What devices wrote down.
final class Journals {

    private Journals() {}

    /// Every record of a device that does not run, in order.
    static List<JournalRecord> of(Member member)
            throws IOException, JournalException, MalformedException {
        var records = new ArrayList<JournalRecord>();
        var directory = member.directory().resolve("journal");
        try (var journal = DiskJournal.open(RealDisk.at(directory), () -> 1)) {
            journal.<MalformedException>replay(
                    1, (_, type, payload) -> records.add(JournalRecord.read(type, payload)));
        }
        return records;
    }
}
