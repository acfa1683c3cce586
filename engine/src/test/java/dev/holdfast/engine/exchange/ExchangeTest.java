package dev.holdfast.engine.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.exchange.Circle.Member;
import dev.holdfast.engine.wal.memory.MemoryJournal;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/// Three devices write names and hear of one another's.
class ExchangeTest {

    private final Circle circle = new Circle("ann", "bob", "cat");

    ExchangeTest() throws Exception {}

    @AfterEach
    void close() {
        circle.close();
    }

    private List<Member> all(String... names) throws Exception {
        var members = new ArrayList<Member>();
        for (var name : names) {
            members.add(circle.starts(name));
        }
        return members;
    }

    private static void meet(Member... members) throws InterruptedException {
        for (var one : members) {
            for (var other : members) {
                if (one != other) {
                    one.knows(other);
                }
            }
        }
    }

    @Test
    void what_one_writes_all_see_and_the_writer_knows_that_they_do() throws Exception {
        var all = all("ann", "bob", "cat");
        meet(all.get(0), all.get(1), all.get(2));
        var dot = all.get(0).puts("a.txt", "a");
        circle.until("all see it", () -> all.stream().allMatch(m -> m.shows("a.txt")));
        circle.until(
                "ann knows",
                () ->
                        all.get(0).knowsThatItIsHeldBy(dot, all.get(1))
                                && all.get(0).knowsThatItIsHeldBy(dot, all.get(2)));
        circle.until(
                "bob knows of ann and cat",
                () ->
                        all.get(1).knowsThatItIsHeldBy(dot, all.get(0))
                                && all.get(1).knowsThatItIsHeldBy(dot, all.get(2)));
    }

    @Test
    void two_who_write_one_path_at_once_lose_nothing_and_all_see_the_same_names() throws Exception {
        var all = all("ann", "bob", "cat");
        all.get(0).puts("a.txt", "ann's");
        all.get(1).puts("a.txt", "bob's");
        meet(all.get(0), all.get(1), all.get(2));
        circle.until(
                "both are everywhere", () -> all.stream().allMatch(m -> m.names().size() == 2));
        assertThat(all.get(0).names())
                .isEqualTo(all.get(1).names())
                .isEqualTo(all.get(2).names())
                .containsValues(Circle.hash("ann's"), Circle.hash("bob's"));
    }

    @Test
    void many_who_write_at_once_lose_nothing() throws Exception {
        var all = all("ann", "bob", "cat");
        meet(all.get(0), all.get(1), all.get(2));
        var puts = new ArrayList<Callable<Object>>();
        for (var member : all) {
            for (int i = 0; i < 30; i++) {
                int n = i;
                puts.add(() -> member.puts("file " + n, member.id() + "'s"));
            }
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var put : threads.invokeAll(puts)) {
                put.get();
            }
        }
        circle.until(
                "all agree",
                () ->
                        all.stream().map(Member::names).distinct().count() == 1
                                && all.stream().allMatch(ExchangeTest::hasAll));
        assertThat(all.getFirst().names().keySet())
                .filteredOn(n -> !n.contains("conflict"))
                .hasSize(30);
    }

    private static boolean hasAll(Member member) {
        return member.ledger.views().batches().chains().values().stream()
                        .flatMap(chains -> chains.values().stream())
                        .mapToLong(chain -> chain.n())
                        .sum()
                == 90;
    }

    @Test
    void one_that_was_away_hears_of_everything_through_a_third() throws Exception {
        var all = all("ann", "bob", "cat");
        var ann = all.get(0);
        var bob = all.get(1);
        var cat = all.get(2);
        circle.path(ann, cat, true);
        meet(ann, bob);
        for (int i = 0; i < 100; i++) {
            ann.puts("file " + i, "content " + i);
        }
        circle.until("bob has all", () -> bob.names().size() == 100);
        ann.leaves();
        cat.knows(bob);
        circle.until("cat has all", () -> cat.names().size() == 100);
        assertThat(cat.names()).isEqualTo(bob.names());
    }

    @Test
    void a_change_of_many_files_takes_few_batches_and_is_seen_whole() throws Exception {
        var all = all("ann", "bob");
        meet(all.get(0), all.get(1));
        var dot =
                all.get(0)
                        .exchange
                        .writer()
                        .write(
                                Circle.FILES,
                                edits -> {
                                    for (int i = 0; i < 10_000; i++) {
                                        var name = "photos/IMG_" + i + ".jpg";
                                        edits.write(
                                                new EntryPath(name),
                                                Circle.file("content " + i),
                                                Circle.hash(name));
                                    }
                                })
                        .orElseThrow();
        assertThat(dot.n()).isLessThan(5);
        circle.until("bob has it", () -> all.get(1).shows("photos/IMG_9999.jpg"));
        assertThat(all.get(1).shows("photos/IMG_0.jpg")).isTrue();
    }

    @Test
    void one_that_was_set_back_to_an_older_state_is_told_so() throws Exception {
        var all = all("ann", "bob");
        var ann = all.get(0);
        var bob = all.get(1);
        meet(ann, bob);
        ann.puts("a", "a");
        var older = copy(ann.journal);
        ann.puts("b", "b");
        circle.until("bob has both", () -> bob.shows("b"));
        var actor = ann.ledger.views().self().actor().orElseThrow();
        ann.leaves();
        var again = circle.starts("ann", older);
        meet(again, bob);
        circle.until("ann is told", () -> again.surpassed.contains(actor));
        circle.until("ann has her own back", () -> again.shows("b"));
        again.draw(2);
        again.puts("c", "c");
        circle.until("bob has all three", () -> bob.shows("c"));
    }

    @Test
    void two_histories_of_one_writer_are_cut_where_they_part() throws Exception {
        var all = all("ann", "bob", "cat");
        var ann = all.get(0);
        var bob = all.get(1);
        var cat = all.get(2);
        circle.path(bob, cat, true);
        ann.puts("a", "a");
        meet(ann, bob);
        meet(ann, cat);
        circle.until("both have it", () -> bob.shows("a") && cat.shows("a"));
        var copy = copy(ann.journal);
        circle.path(ann, cat, true);
        ann.puts("b", "one history");
        circle.until("bob has it", () -> bob.shows("b"));
        ann.leaves();
        circle.path(ann, bob, true);
        var clone = circle.starts("ann", copy);
        circle.path(ann, cat, false);
        clone.puts("c", "another history");
        meet(clone, cat);
        circle.until("cat has it", () -> cat.shows("c"));
        circle.path(bob, cat, false);
        meet(bob, cat);
        circle.until("both have cut", () -> bob.names().size() == 1 && cat.names().size() == 1);
        assertThat(bob.names()).containsOnlyKeys("a").isEqualTo(cat.names());
        bob.puts("d", "goes on");
        circle.until("cat hears of it", () -> cat.shows("d"));
    }

    @Test
    void a_writer_whose_history_was_cut_elsewhere_hears_of_it_and_goes_on_in_another_life()
            throws Exception {
        var all = all("ann", "bob");
        var ann = all.get(0);
        var bob = all.get(1);
        meet(ann, bob);
        ann.puts("a", "a");
        circle.until("bob has it", () -> bob.shows("a"));
        var copy = copy(ann.journal);
        ann.puts("b", "b");
        circle.until("bob has both", () -> bob.shows("b"));
        var actor = ann.ledger.views().self().actor().orElseThrow();
        ann.leaves();
        circle.path(ann, bob, true);
        var clone = circle.starts("ann", copy);
        clone.puts("c", "another history");
        circle.path(ann, bob, false);
        meet(clone, bob);
        circle.until("bob has cut", () -> !bob.shows("b"));
        clone.leaves();

        var again = circle.starts("ann", copy(ann.journal));
        again.puts("d", "into the void");
        meet(again, bob);
        circle.until("ann is told", () -> again.surpassed.contains(actor));
        again.draw(2);
        again.puts("e", "e");
        circle.until("bob has what she writes then", () -> bob.shows("e"));
        assertThat(bob.names()).containsOnlyKeys("a", "e");
    }

    @Test
    void what_a_device_wrote_after_it_was_put_out_counts_nowhere() throws Exception {
        var all = all("ann", "bob", "cat");
        var ann = all.get(0);
        var bob = all.get(1);
        var cat = all.get(2);
        circle.path(ann, cat, true);
        meet(ann, bob);
        meet(bob, cat);
        cat.puts("before", "before");
        circle.until("ann has it", () -> ann.shows("before"));
        circle.path(ann, bob, true);
        cat.puts("after", "after");
        circle.until("bob has it", () -> bob.shows("after"));
        ann.removes(cat);
        circle.path(ann, bob, false);
        circle.until("bob takes it back", () -> !bob.shows("after"));
        assertThat(bob.shows("before")).isTrue();
        assertThat(ann.names()).isEqualTo(bob.names());
    }

    @Test
    void a_batch_says_what_its_writer_had_seen() throws Exception {
        var all = all("ann", "bob");
        meet(all.get(0), all.get(1));
        var first = all.get(0).puts("a", "a");
        circle.until("bob has it", () -> all.get(1).shows("a"));
        var second = all.get(1).puts("b", "b");
        var batch = all.get(1).ledger.views().batches().batch(Circle.FILES, second).orElseThrow();
        var bodies = new Bodies(all.get(1).self.tools.sealer(), all.get(1)::ring);
        assertThat(bodies.open(batch.batch()).seen()).isEqualTo(VersionVector.EMPTY.with(first));
    }

    private static MemoryJournal copy(MemoryJournal journal) throws Exception {
        var copy = new MemoryJournal();
        journal.replay(
                1,
                (_, type, payload) -> {
                    var record = JournalRecord.read(type, payload);
                    copy.append(record.type(), record.toBytes());
                });
        copy.sync(copy.lastLsn());
        return copy;
    }
}
