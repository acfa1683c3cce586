package dev.holdfast.engine.wal.disk;

import static dev.holdfast.engine.wal.JournalContract.payload;
import static dev.holdfast.engine.wal.JournalContract.replayed;
import static dev.holdfast.engine.wal.JournalContract.seen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.disk.memory.MemoryDisk;
import dev.holdfast.engine.wal.JournalContract.Seen;
import dev.holdfast.engine.wal.JournalException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/// Power is cut at every operation of a journal's life, again and again. To replay a failure, put
/// its seed alone in `seeds`.
class JournalCrashTest {

    private static final LongSupplier CHANCE = new Random(1)::nextLong;

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void every_acknowledged_record_is_there_and_all_before_it(long seed) throws Exception {
        var chance = new Random(seed);
        var disk = new MemoryDisk();
        var journal = DiskJournal.open(disk, CHANCE);
        var written = new ArrayList<Seen>();
        for (int life = 0; life < 8; life++) {
            int acknowledged = writeUntilThePowerFails(journal, disk, chance, written);
            disk = opensAgain(disk, chance);
            journal = DiskJournal.open(disk, CHANCE);
            var found = replayed(journal, 1);
            assertThat(found.size()).isGreaterThanOrEqualTo(acknowledged);
            assertThat(found).isEqualTo(written.subList(0, found.size()));
            written.subList(found.size(), written.size()).clear();
        }
    }

    /// What the power leaves; every second time it fails once more while the journal is mended.
    private static MemoryDisk opensAgain(MemoryDisk disk, Random chance) {
        var found = chance.nextInt(4) == 0 ? disk.afterKill() : disk.afterPowerCut(chance);
        if (chance.nextBoolean()) {
            return found;
        }
        found.failAfter(chance.nextInt(4));
        try {
            DiskJournal.open(found, CHANCE);
        } catch (JournalException e) {
            assertThat(e.kind()).isEqualTo(JournalException.Kind.FAILED);
        }
        return found.afterPowerCut(chance);
    }

    private static int writeUntilThePowerFails(
            DiskJournal journal, MemoryDisk disk, Random chance, List<Seen> written) {
        int acknowledged = written.size();
        disk.failAfter(chance.nextInt(40));
        try {
            while (true) {
                int length = chance.nextInt(4) == 0 ? chance.nextInt(20_000) : chance.nextInt(300);
                var payload = payload(chance.nextLong(), length);
                written.add(seen(written.size() + 1, 7, payload));
                long lsn = journal.append(7, payload);
                if (chance.nextInt(3) == 0) {
                    journal.sync(lsn);
                    acknowledged = (int) lsn;
                }
                if (chance.nextInt(100) == 0) {
                    journal.close();
                }
            }
        } catch (JournalException e) {
            assertThat(e.kind()).isEqualTo(JournalException.Kind.FAILED);
            return acknowledged;
        }
    }
}
