package dev.holdfast.engine.wal.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.disk.real.RealDisk;
import dev.holdfast.engine.wal.Journal;
import dev.holdfast.engine.wal.JournalContract;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;

class RealDiskJournalTest extends JournalContract {

    private static final LongSupplier CHANCE = new Random(1)::nextLong;

    @TempDir private Path directory;

    private final List<Journal> opened = new ArrayList<>();

    @Override
    protected Journal emptyJournal() throws Exception {
        opened.add(DiskJournal.open(RealDisk.at(directory), CHANCE));
        return opened.getLast();
    }

    @AfterEach
    void closeAll() throws Exception {
        for (var journal : opened) {
            journal.close();
        }
    }

    @Test
    void a_journal_on_a_real_disk_is_there_again() throws Exception {
        for (int life = 0; life < 3; life++) {
            try (var journal = DiskJournal.open(RealDisk.at(directory), CHANCE)) {
                assertThat(replayed(journal, 1)).hasSize(life * 3);
                for (int n = 0; n < 3; n++) {
                    journal.append(n, payload(n, 5000));
                }
            }
        }
        assertThat(directory.toFile().list()).hasSize(1);
    }
}
