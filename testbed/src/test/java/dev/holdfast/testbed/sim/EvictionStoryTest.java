package dev.holdfast.testbed.sim;

import static org.assertj.core.api.Assertions.assertThat;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.repair.Pledges;
import dev.holdfast.engine.core.repair.Pledges.Effect;
import dev.holdfast.engine.core.repair.Pledges.Event;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.LongStream;

/// A household grows while its devices part from what belongs on others. Each hears late, and at
/// another time, of who has joined, so that they do not agree on what belongs where; messages are
/// lost, and a device is switched off and on. Every seed is another network.
class EvictionStoryTest {

    private static final String[] NAMES = {"ann", "bob", "cat", "dan"};
    private static final List<String> COMING = List.of("eve", "fay", "gus", "hal", "ida");

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    static LongStream moreSeeds() {
        return LongStream.range(50, 200);
    }

    @Tag("long")
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("moreSeeds")
    void nor_does_anybody_in_other_networks(long seed) {
        nobody_parts_from_a_copy_unless_three_others_have_one(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nobody_parts_from_a_copy_unless_three_others_have_one(long seed) {
        var home = World.evicting(seed, NAMES);
        var letters = grow(home);
        assertThat(home.fewestLeft()).as("copies left by a drop").isBetween(3, NAMES.length + 5);
        for (var letter : letters) {
            assertThat(home.replicasOf(letter)).hasSizeGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void at_last_each_copy_is_where_it_belongs() {
        for (long seed = 0; seed < 10; seed++) {
            var home = World.evicting(seed, NAMES);
            var letters = grow(home);
            home.passes(ofHours(2));
            assertThat(letters).allSatisfy(each -> assertThat(home.replicasOf(each)).hasSize(3));
        }
    }

    @Test
    void devices_that_drop_without_asking_are_caught() {
        var fewest =
                LongStream.range(0, 10)
                        .mapToObj(seed -> World.evictingBy(EvictionStoryTest::rash, seed, NAMES))
                        .peek(EvictionStoryTest::grow)
                        .mapToInt(World::fewestLeft)
                        .min();
        assertThat(fewest.orElseThrow()).isLessThan(3);
    }

    private static List<ChunkId> grow(World home) {
        var letters =
                LongStream.range(0, 20).mapToObj(i -> home.store("ann", "letter " + i)).toList();
        home.passes(ofMinutes(10));
        for (var name : COMING) {
            home.admits(name);
            home.passes(ofMinutes(4));
            home.stops("bob");
            home.passes(ofMinutes(1));
            home.starts("bob");
        }
        home.passes(ofMinutes(30));
        return letters;
    }

    /// Believes that whoever held a copy once holds it still.
    private static SimParting.Step rash(Pledges pledges) {
        return (event, now) ->
                event instanceof Event.MayGo(var chunk, _, _, _)
                        ? List.of(new Effect.Drop(chunk))
                        : pledges.on(event, now);
    }
}
