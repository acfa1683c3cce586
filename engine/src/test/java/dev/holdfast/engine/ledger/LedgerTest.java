package dev.holdfast.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.catalog.BodyOpener;
import dev.holdfast.engine.catalog.Catalog.Applied;
import dev.holdfast.engine.catalog.memory.MemoryCatalog;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.core.record.JournalRecord.StatementAccepted;
import dev.holdfast.engine.wal.JournalException;
import dev.holdfast.engine.wal.Snapshots.Extent;
import dev.holdfast.engine.wal.memory.MemoryJournal;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

class LedgerTest {

    private final MemoryJournal journal = new MemoryJournal();
    private final MemoryCatalog catalog = new MemoryCatalog(BodyOpener.NONE);

    private static JournalRecord record(int n) {
        return new StatementAccepted(new byte[] {(byte) (n >> 8), (byte) n});
    }

    private static List<Integer> shown(MemoryCatalog catalog) {
        return catalog.views().self().statements().stream()
                .map(bytes -> (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff))
                .toList();
    }

    @Test
    void what_was_committed_is_visible_and_survives() throws Exception {
        var ledger = Ledger.open(journal, catalog);
        ledger.commit(List.of(record(1), record(2)));
        assertThat(shown(catalog)).containsExactly(1, 2);
        ledger.append(List.of(record(3)));
        journal.loseUnsynced();
        var again = new MemoryCatalog(BodyOpener.NONE);
        Ledger.open(journal, again);
        assertThat(shown(again)).containsExactly(1, 2);
    }

    @Test
    void what_was_appended_is_visible_once_it_is_waited_for() throws Exception {
        var ledger = Ledger.open(journal, catalog);
        long first = ledger.append(List.of(record(1)));
        long second = ledger.append(List.of(record(2)));
        assertThat(shown(catalog)).isEmpty();
        ledger.await(first);
        assertThat(shown(catalog)).containsExactly(1, 2);
        ledger.await(second);
        ledger.commit(List.of());
        assertThat(shown(catalog)).containsExactly(1, 2);
    }

    @Test
    void a_catalog_that_is_behind_is_brought_up() throws Exception {
        var before = Ledger.open(journal, new MemoryCatalog(BodyOpener.NONE));
        for (int i = 0; i < 10_000; i++) {
            before.append(List.of(record(i)));
        }
        before.commit(record(10_000));
        Ledger.open(journal, catalog).commit(record(10_001));
        assertThat(shown(catalog)).hasSize(10_002).isSorted();
        assertThat(catalog.appliedLsn()).isEqualTo(10_002);
    }

    @Test
    void many_who_commit_at_once_are_applied_in_the_order_of_the_journal() throws Exception {
        var ledger = Ledger.open(journal, catalog);
        var commits = new ArrayList<Callable<Integer>>();
        for (int i = 0; i < 500; i++) {
            int n = i;
            commits.add(
                    () -> {
                        ledger.commit(record(n));
                        assertThat(shown(catalog)).contains(n);
                        return n;
                    });
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var commit : threads.invokeAll(commits)) {
                commit.get();
            }
        }
        var journaled = new ArrayList<Integer>();
        journal.replay(
                1,
                (_, _, payload) -> journaled.add((payload[0] & 0xff) << 8 | (payload[1] & 0xff)));
        assertThat(shown(catalog)).hasSize(500).isEqualTo(journaled);
    }

    @Test
    void after_a_failure_nothing_more_is_accepted() throws Exception {
        var ledger = Ledger.open(journal, catalog);
        ledger.commit(record(1));
        journal.close();
        assertThatThrownBy(() -> ledger.commit(record(2))).isInstanceOf(JournalException.class);
        assertThat(shown(catalog)).containsExactly(1);
    }

    @Test
    void after_a_record_that_cannot_be_applied_nothing_more_is_accepted() throws Exception {
        var ledger = Ledger.open(journal, catalog);
        var spoiled = new JournalRecord.BatchAccepted(new byte[] {1});
        assertThatThrownBy(() -> ledger.commit(spoiled)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> ledger.commit(record(1)))
                .isInstanceOfSatisfying(
                        JournalException.class,
                        e -> assertThat(e.kind()).isEqualTo(JournalException.Kind.FAILED));
    }

    @Test
    void a_journal_that_ends_before_its_catalog_is_refused() throws Exception {
        Ledger.open(journal, catalog).commit(record(1));
        assertThatThrownBy(() -> Ledger.open(new MemoryJournal(), catalog))
                .isInstanceOf(JournalException.class);
    }

    @Test
    void a_record_of_no_known_type_is_damage() throws Exception {
        journal.append(200, new byte[] {1});
        assertThatThrownBy(() -> Ledger.open(journal, catalog))
                .isInstanceOfSatisfying(
                        JournalException.class,
                        e -> assertThat(e.kind()).isEqualTo(JournalException.Kind.DAMAGED));
    }

    @Test
    void a_shortened_journal_leads_an_empty_catalog_to_the_same() throws Exception {
        var ledger = Ledger.open(journal, catalog);
        for (int n = 0; n < 100; n++) {
            ledger.commit(record(n));
        }
        assertThat(ledger.shorten(_ -> false, _ -> true)).isFalse();
        assertThat(journal.extent().firstLsn()).isEqualTo(1);
        assertThat(ledger.shorten(_ -> true, _ -> true)).isTrue();
        assertThat(journal.extent().firstLsn()).isEqualTo(101);
        ledger.commit(record(100));
        var again = new MemoryCatalog(BodyOpener.NONE);
        assertThat(Ledger.statements(journal, again)).hasSize(101);
        assertThat(Ledger.statements(journal, catalog)).hasSize(101);
        Ledger.open(journal, again).commit(record(101));
        assertThat(shown(again)).hasSize(102).isSorted();
        assertThat(again.appliedLsn()).isEqualTo(102);
    }

    @Test
    void a_catalog_that_is_behind_what_the_journal_has_is_made_anew() throws Exception {
        var ledger = Ledger.open(journal, catalog);
        ledger.commit(List.of(record(1), record(2), record(3)));
        ledger.shorten(_ -> true, _ -> true);
        ledger.commit(record(4));
        var old = new MemoryCatalog(BodyOpener.NONE);
        old.apply(List.of(new Applied(1, record(1))));
        Ledger.open(journal, old);
        assertThat(shown(old)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void a_snapshot_that_is_given_up_changes_nothing() throws Exception {
        var ledger = Ledger.open(journal, catalog);
        ledger.commit(List.of(record(1), record(2), record(3)));
        assertThatThrownBy(() -> ledger.shorten(_ -> true, _ -> false))
                .isInstanceOf(JournalException.class);
        assertThat(journal.extent().snapshotLsn()).isZero();
        ledger.commit(record(4));
        assertThat(shown(catalog)).hasSize(4);
    }

    @Test
    void a_snapshot_is_due_when_it_takes_away_what_it_writes() {
        var policy = new Shortening(1000);
        assertThat(policy.isDue(new Extent(1, 0, 0, 0, 999), 5000)).isFalse();
        assertThat(policy.isDue(new Extent(1, 0, 0, 0, 1000), 5000)).isTrue();
        assertThat(policy.isDue(new Extent(9, 8, 3000, 0, 2999), 9000)).isFalse();
        assertThat(policy.isDue(new Extent(9, 8, 3000, 0, 3000), 9000)).isTrue();
        assertThat(policy.isDue(new Extent(9, 8, 3000, 0, 3000), 5999)).isFalse();
        assertThat(policy.isDue(new Extent(9, 0, 0, 0, 0), 5000)).isTrue();
        assertThat(policy.isDue(new Extent(9, 0, 0, 0, 0), 999)).isFalse();
    }
}
