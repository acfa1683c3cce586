package dev.holdfast.engine.wal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.wal.Journal;
import dev.holdfast.engine.wal.JournalContract;

import org.junit.jupiter.api.Test;

class MemoryJournalTest extends JournalContract {

    @Override
    protected Journal emptyJournal() {
        return new MemoryJournal();
    }

    @Test
    void loses_on_command_what_was_not_synced() throws Exception {
        var journal = new MemoryJournal();
        journal.append(1, payload(1, 10));
        journal.sync(1);
        journal.append(1, payload(2, 10));
        journal.loseUnsynced();
        assertThat(replayed(journal, 1)).containsExactly(seen(1, 1, payload(1, 10)));
        assertThat(journal.append(1, payload(3, 10))).isEqualTo(2);
    }
}
