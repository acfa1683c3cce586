package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.sync.Rules;
import dev.holdfast.engine.folder.FolderSteps;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/// Three real folders in step, whose people do whatever a file system lets them, while the work is
/// ended at any step. `-Ddeeds.seeds=5-5` replays the seed of a failure.
@Timeout(600)
class EveryDeedTest {

    private static final int ROUNDS = 8;
    private static final int DEEDS = 12;

    /// Steps after which a process may be ended.
    private static final int STEPS_MAX = 60;

    @TempDir Path place;

    private final Den den = new Den();
    private List<LinkedSide> sides = List.of();

    EveryDeedTest() throws Exception {}

    static LongStream seeds() {
        return Deeds.seeds("0-11");
    }

    static LongStream manySeeds() {
        return LongStream.range(1_000, 1_120);
    }

    @BeforeEach
    void three_folders() throws Exception {
        sides = new ArrayList<>();
        for (var name : List.of("ann", "bob", "cat")) {
            sides.add(new LinkedSide(den, Files.createDirectory(place.resolve(name))));
        }
        sides.getFirst().write("stays", "so that no folder is ever empty");
        settle();
    }

    private void settle() throws Exception {
        LinkedSide.settle(sides.toArray(LinkedSide[]::new));
    }

    /// Ends the pass of a folder somewhere, most often.
    private static void end(LinkedSide side, Deeds deeds) throws Exception {
        var left = new AtomicInteger(1 + deeds.chance().nextInt(STEPS_MAX));
        side.steps =
                _ -> {
                    if (left.get() <= 0 || left.decrementAndGet() <= 0) {
                        throw new Ended();
                    }
                };
        try {
            side.pass();
        } catch (Ended e) {
            assertThat(left.get()).isNotPositive();
        } finally {
            side.steps = FolderSteps.UNTOLD;
        }
    }

    private LinkedSide any(Deeds deeds) {
        return sides.get(deeds.chance().nextInt(sides.size()));
    }

    private void oneAtATime(long seed) throws Exception {
        var deeds = new Deeds(seed);
        for (int round = 0; round < ROUNDS; round++) {
            var busy = any(deeds);
            deeds.rage(busy.folder, DEEDS);
            var before = Deeds.all(busy.folder);
            for (int i = deeds.chance().nextInt(6); i > 0; i--) {
                end(any(deeds), deeds);
            }
            settle();
            for (var side : sides) {
                assertThat(Deeds.all(side.folder))
                        .as("seed %d, round %d, %s", seed, round, side.folder.getFileName())
                        .isEqualTo(before);
            }
        }
    }

    private void allAtOnce(long seed) throws Exception {
        var deeds = new Deeds(seed);
        for (int round = 0; round < ROUNDS * DEEDS; round++) {
            var side = any(deeds);
            switch (deeds.chance().nextInt(14)) {
                case 0, 1 -> end(side, deeds);
                case 2, 3, 4 -> side.pass();
                case 5 -> side.rules = rules(deeds);
                case 6 -> side.mind.begin("");
                default -> deeds.rage(side.folder, 2);
            }
        }
        for (var side : sides) {
            side.rules = Rules.BOTH_WAYS;
        }
        settle();
        var there = new HashSet<String>();
        for (var side : sides) {
            var all = Deeds.all(side.folder);
            there.addAll(all.values());
            assertThat(all).as("seed %d", seed).isEqualTo(Deeds.all(sides.getFirst().folder));
        }
        assertThat(deeds.lost(there)).as("seed %d", seed).isEmpty();
    }

    private static Rules rules(Deeds deeds) {
        var modes = Rules.Mode.values();
        var mode = modes[deeds.chance().nextInt(modes.length)];
        var both = Rules.BOTH_WAYS;
        return new Rules(mode, both.covers(), both.foldsCase(), both.answer());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void what_one_person_does_is_what_all_have(long seed) throws Exception {
        oneAtATime(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void of_what_all_do_at_once_nothing_is_lost(long seed) throws Exception {
        allAtOnce(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("manySeeds")
    @Tag("long")
    void so_it_is_with_many_seeds(long seed) throws Exception {
        if (seed % 2 == 0) {
            oneAtATime(seed);
        } else {
            allAtOnce(seed);
        }
    }
}
