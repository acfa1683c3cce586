package dev.holdfast.engine.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.crash.Explorer.Plan;
import dev.holdfast.engine.crash.Explorer.Wrong;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/// A few lives of a device, each with a power cut at every operation. `-Dcrash.seeds=FROM-TO` looks
/// at others, `-Dcrash.caring=FROM-TO` at such with damage and collecting, and
/// `-Dcrash.operation=N` at one moment of them.
@DisplayName("V5 J7 whatever a power cut leaves, every promise holds")
@Execution(ExecutionMode.CONCURRENT)
class CrashTest {

    private static final String SEEDS = "crash.seeds";
    private static final String CARING = "crash.caring";
    private static final int STEPS = 30;
    private static final int DRAWN = 2;

    /// A life in which more happens between two puts.
    private static final int CARING_STEPS = 60;

    private static final int CARING_EVERY = 3;

    /// A catalog in files takes longer to open, so fewer operations are looked at.
    private static final int FILES_EVERY = Integer.getInteger("crash.files.every", 7);

    /// A disk that is full now and then makes for more operations.
    private static final int FULL_EVERY = 3;

    private static final long FULL_SEED = 4;
    private static final long FILES_SEED = Long.getLong("crash.files.seed", 2);
    private static final Map<String, Integer> KINDS = new ConcurrentSkipListMap<>();

    static LongStream seeds() {
        return seeds(SEEDS, "0-3");
    }

    static LongStream caring() {
        return seeds(CARING, "0-1");
    }

    private static LongStream seeds(String property, String usual) {
        var range = System.getProperty(property, usual).split("-", 2);
        long from = Long.parseLong(range[0]);
        return LongStream.rangeClosed(from, range.length > 1 ? Long.parseLong(range[1]) : from);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatever_a_power_cut_leaves_every_promise_holds(long seed) throws Exception {
        var plan = new Plan(STEPS, DRAWN, 1, Long.getLong("crash.operation", Plan.ALL));
        var seen = new Explorer(seed, plan, Wrong.NOTHING).explore();
        seen.kinds().forEach((kind, count) -> KINDS.merge(kind, count, Integer::sum));
        assertThat(seen.cuts()).isPositive();
        assertThat(seen.starts()).isGreaterThan(seen.cuts());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("caring")
    void the_same_while_it_collects_and_its_disk_damages_chunks(long seed) throws Exception {
        int every = System.getProperty(CARING) == null ? CARING_EVERY : 1;
        var plan =
                new Plan(CARING_STEPS, 1, every, Long.getLong("crash.operation", Plan.ALL), true);
        var seen = new Explorer(seed, plan, Wrong.NOTHING).explore();
        assertThat(seen.cuts()).isPositive();
    }

    @Test
    void the_same_with_the_catalog_in_files(@TempDir Path folder) throws Exception {
        var plan = new Plan(STEPS, 0, FILES_EVERY, Plan.ALL);
        var books = new SqliteBooks(Explorer.SELF, folder);
        var seen = new Explorer(FILES_SEED, plan, Wrong.NOTHING, books).explore();
        assertThat(seen.cuts()).isPositive();
    }

    /// Each third write to a segment finds no room, half of them after all of it has arrived; when
    /// it is tried again there is some.
    @Test
    void the_same_on_a_disk_that_others_fill_again_and_again() throws Exception {
        var tight = new Tight();
        var plan = new Plan(STEPS, DRAWN, FULL_EVERY, Plan.ALL);
        var wrong = Wrong.in(UnaryOperator.identity(), tight::over);
        var seen = new Explorer(FULL_SEED, plan, wrong).explore();
        assertThat(seen.cuts()).isPositive();
        assertThat(tight.times()).as("full").isGreaterThan(20);
    }

    /// The lives that are looked at in each build do all there is to do to a disk.
    @AfterAll
    static void every_kind_of_operation_was_cut() {
        if (System.getProperty(SEEDS) == null && !KINDS.isEmpty()) {
            assertThat(KINDS)
                    .containsKeys(
                            "packs: create .pack",
                            "packs: write .pack",
                            "packs: force .pack",
                            "packs: delete .pack",
                            "packs: create .index",
                            "packs: write .index",
                            "packs: force .index",
                            "packs: delete .index",
                            "packs: sync ",
                            "journal: create .wal",
                            "journal: write .wal",
                            "journal: force .wal",
                            "journal: delete .wal",
                            "journal: create .snapshot",
                            "journal: write .snapshot",
                            "journal: force .snapshot",
                            "journal: delete .snapshot",
                            "journal: sync ");
            assertThat(KINDS.get("journal: create .wal")).as("segments").isGreaterThan(5);
        }
    }
}
