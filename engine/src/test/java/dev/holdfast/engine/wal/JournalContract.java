package dev.holdfast.engine.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/// What every `Journal` promises. A journal's own test extends this and says how to make one.
public abstract class JournalContract {

    /// An empty journal; the subclass closes it after the test.
    protected abstract Journal emptyJournal() throws Exception;

    /// One replayed record, its payload as a value.
    public record Seen(long lsn, int type, ByteBuffer payload) {}

    public static List<Seen> replayed(Journal journal, long fromLsn) throws JournalException {
        var seen = new ArrayList<Seen>();
        journal.replay(fromLsn, (lsn, type, payload) -> seen.add(seen(lsn, type, payload)));
        return seen;
    }

    public static Seen seen(long lsn, int type, byte[] payload) {
        return new Seen(lsn, type, ByteBuffer.wrap(payload));
    }

    public static byte[] payload(long seed, int length) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    void shows_records_in_the_order_they_came() throws Exception {
        var journal = emptyJournal();
        assertThat(journal.append(7, payload(1, 10))).isEqualTo(1);
        assertThat(journal.append(0, payload(2, 0))).isEqualTo(2);
        assertThat(journal.append(255, payload(3, 100_000))).isEqualTo(3);
        journal.sync(3);
        assertThat(replayed(journal, 1))
                .containsExactly(
                        seen(1, 7, payload(1, 10)),
                        seen(2, 0, payload(2, 0)),
                        seen(3, 255, payload(3, 100_000)));
    }

    @Test
    void has_nothing_before_the_first_append() throws Exception {
        var journal = emptyJournal();
        assertThat(journal.lastLsn()).isZero();
        assertThat(replayed(journal, 1)).isEmpty();
        journal.sync(0);
    }

    @Test
    void replays_from_the_middle_and_nothing_behind_the_end() throws Exception {
        var journal = emptyJournal();
        for (int n = 1; n <= 100; n++) {
            journal.append(1, payload(n, n));
        }
        assertThat(replayed(journal, 98)).extracting(Seen::lsn).containsExactly(98L, 99L, 100L);
        assertThat(replayed(journal, 101)).isEmpty();
        assertThat(replayed(journal, 0)).hasSize(100);
    }

    @Test
    void takes_a_payload_of_the_greatest_size_and_none_greater() throws Exception {
        var journal = emptyJournal();
        var largest = payload(1, Journal.PAYLOAD_MAX);
        journal.append(1, largest);
        journal.sync(1);
        assertThat(replayed(journal, 1)).containsExactly(seen(1, 1, largest));
        assertThatThrownBy(() -> journal.append(1, new byte[Journal.PAYLOAD_MAX + 1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refuses_a_type_that_is_no_byte_and_a_sync_of_what_was_not_appended() throws Exception {
        var journal = emptyJournal();
        for (int type : new int[] {-1, 256}) {
            assertThatThrownBy(() -> journal.append(type, new byte[1]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> journal.sync(1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(journal.lastLsn()).isZero();
    }

    @Test
    void passes_on_what_the_visitor_throws() throws Exception {
        var journal = emptyJournal();
        journal.append(1, new byte[1]);
        assertThatThrownBy(
                        () ->
                                journal.replay(
                                        1,
                                        (lsn, type, payload) -> {
                                            throw new InterruptedException("enough");
                                        }))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void is_not_changed_by_writing_to_the_callers_array() throws Exception {
        var journal = emptyJournal();
        var mine = payload(1, 10);
        journal.append(1, mine);
        mine[0] ^= 1;
        journal.sync(1);
        assertThat(replayed(journal, 1)).containsExactly(seen(1, 1, payload(1, 10)));
    }

    /// A journal with records 1 to 100 of which a snapshot of two records stands for 60.
    private Journal withSnapshot() throws Exception {
        var journal = emptyJournal();
        for (int n = 1; n <= 100; n++) {
            journal.append(1, payload(n, n));
        }
        journal.sync(100);
        journal.snapshot(
                to -> {
                    to.visit(17, 2, payload(17, 50_000));
                    to.visit(60, 3, payload(60, 0));
                    return 60;
                });
        return journal;
    }

    protected static List<Seen> recalled(Journal journal) throws JournalException {
        var seen = new ArrayList<Seen>();
        journal.recall((lsn, type, payload) -> seen.add(seen(lsn, type, payload)));
        return seen;
    }

    @Test
    void has_no_snapshot_at_first() throws Exception {
        var journal = emptyJournal();
        assertThat(journal.extent()).isEqualTo(new Snapshots.Extent(1, 0, 0, 0, 0));
        assertThat(journal.extent().isWhole()).isTrue();
        assertThatThrownBy(() -> recalled(journal)).isInstanceOf(JournalException.class);
    }

    @Test
    void recalls_what_was_told() throws Exception {
        var journal = withSnapshot();
        assertThat(recalled(journal))
                .containsExactly(seen(17, 2, payload(17, 50_000)), seen(60, 3, payload(60, 0)));
        assertThat(journal.extent().snapshotLsn()).isEqualTo(60);
        assertThat(journal.extent().snapshotBytes()).isGreaterThanOrEqualTo(50_000);
        assertThat(replayed(journal, 1)).hasSize(100);
    }

    @Test
    void a_later_snapshot_takes_the_place_of_the_one_before() throws Exception {
        var journal = withSnapshot();
        journal.snapshot(
                to -> {
                    to.visit(70, 4, payload(1, 1));
                    return 70;
                });
        assertThat(recalled(journal)).containsExactly(seen(70, 4, payload(1, 1)));
        assertThat(journal.extent().snapshotLsn()).isEqualTo(70);
    }

    @Test
    void a_snapshot_that_is_not_told_to_its_end_is_none() throws Exception {
        var journal = withSnapshot();
        var before = recalled(journal);
        assertThatThrownBy(
                        () ->
                                journal.snapshot(
                                        to -> {
                                            to.visit(70, 4, payload(1, 1));
                                            throw new InterruptedException("enough");
                                        }))
                .isInstanceOf(InterruptedException.class);
        assertThat(recalled(journal)).isEqualTo(before);
        assertThat(journal.extent().snapshotLsn()).isEqualTo(60);
        journal.append(1, payload(101, 1));
        journal.sync(101);
    }

    @Test
    void forgets_nothing_that_the_snapshot_or_its_caller_is_not_past() throws Exception {
        var journal = withSnapshot();
        journal.forget(0);
        assertThat(replayed(journal, 1)).hasSize(100);
        journal.forget(100);
        assertThat(journal.extent().firstLsn()).isLessThanOrEqualTo(61);
        assertThat(journal.extent().isWhole()).isTrue();
        assertThat(replayed(journal, 61)).hasSize(40);
        assertThat(recalled(journal)).hasSize(2);
        assertThat(journal.append(1, payload(101, 1))).isEqualTo(101);
        journal.sync(101);
    }

    @Test
    void numbers_without_gaps_from_many_threads() throws Exception {
        var journal = emptyJournal();
        var tasks = new ArrayList<Callable<Void>>();
        for (int writer = 0; writer < 16; writer++) {
            tasks.add(() -> appendAndSync(journal));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(tasks)) {
                done.get();
            }
        }
        var seen = replayed(journal, 1);
        assertThat(seen).hasSize(320);
        for (int at = 0; at < seen.size(); at++) {
            assertThat(seen.get(at).lsn()).isEqualTo(at + 1);
        }
    }

    private static Void appendAndSync(Journal journal) throws JournalException {
        for (int n = 0; n < 20; n++) {
            journal.sync(journal.append(1, payload(n, 200)));
        }
        return null;
    }
}
