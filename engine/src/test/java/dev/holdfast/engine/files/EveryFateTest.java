package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/// Three real folders in step, to which everything happens that can happen to such folders.
/// `-Ddeeds.seeds=5-5` replays the seed of a failure.
@Timeout(600)
class EveryFateTest {

    private static final int FATES = 120;
    private static final int ROUNDS = 6;

    /// In one seed of so many a person is asked.
    private static final int HEAVY = 8;

    @TempDir Path place;

    private final Den den = new Den();
    private List<LinkedSide> sides = List.of();

    EveryFateTest() throws Exception {}

    static LongStream seeds() {
        return Deeds.seeds("0-5");
    }

    static LongStream manySeeds() {
        return Deeds.seeds("1000-1199");
    }

    @BeforeEach
    void three_folders() throws Exception {
        sides = new ArrayList<>();
        for (var name : List.of("ann", "bob", "cat")) {
            sides.add(new LinkedSide(den, Files.createDirectory(place.resolve(name))));
        }
        sides.getFirst().write("stays", "so that no folder is ever empty");
        LinkedSide.settle(sides.toArray(LinkedSide[]::new));
    }

    private Fates fates(Deeds deeds, long seed) {
        return new Fates(den, deeds, sides, seed % HEAVY == 0);
    }

    private void everything(long seed) throws Exception {
        var deeds = new Deeds(seed, true);
        var fates = fates(deeds, seed);
        for (int i = 0; i < FATES; i++) {
            fates.befall();
        }
        fates.free();
        fates.settleAll();
        assertAllHave(Deeds.all(sides.getFirst().folder), "seed " + seed);
        assertThat(deeds.lost(fates.there())).as("seed %d", seed).isEmpty();
        assertThat(fates.forgotten()).as("seed %d, in the history", seed).isEmpty();
    }

    private void oneAtATime(long seed) throws Exception {
        var deeds = new Deeds(seed, true);
        var fates = fates(deeds, seed);
        for (int round = 0; round < ROUNDS; round++) {
            var busy = fates.any();
            for (int i = 0; i < FATES / ROUNDS; i++) {
                fates.befallAround(busy);
            }
            fates.free();
            var before = Deeds.all(busy.side.folder);
            before.keySet().removeIf(path -> path.endsWith(".part"));
            fates.settle();
            var when = "seed %d, round %d, %s".formatted(seed, round, busy.side.folder);
            assertAllHave(before, when);
        }
    }

    private void assertAllHave(Map<String, String> what, String when) throws IOException {
        for (var side : sides) {
            assertThat(Deeds.all(side.folder)).as("%s: %s", when, side.folder).isEqualTo(what);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nothing_is_lost_and_all_come_to_the_same(long seed) throws Exception {
        everything(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void what_one_person_does_is_what_all_have(long seed) throws Exception {
        oneAtATime(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("manySeeds")
    @Tag("long")
    void so_it_is_with_many_seeds(long seed) throws Exception {
        if (seed % 2 == 0) {
            everything(seed);
        } else {
            oneAtATime(seed);
        }
    }
}
