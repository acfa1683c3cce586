package dev.holdfast.testbed.sim;

import static org.assertj.core.api.Assertions.assertThat;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;

import dev.holdfast.testbed.sim.Deed.Join;
import dev.holdfast.testbed.sim.Deed.Put;
import dev.holdfast.testbed.sim.Deed.Sleep;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// A household grows while its devices part from what belongs on others. Connections break, each
/// hears in its own time who has joined, and a device is switched off and on. No copy goes that not
/// enough others have pledged: that is looked at whenever one goes.
class EvictionStoryTest {

    private static final List<String> COMING = List.of("eve", "fay", "gus", "hal", "ida");

    static LongStream seeds() {
        return LongStream.range(0, 8);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void at_last_each_copy_is_where_it_belongs(long seed) {
        var home = new Pool(seed, Mutant.NONE, List.of("ann", "bob", "cat", "dan"));
        home.net().lossy(true);
        var letters = IntStream.range(0, 20).mapToObj(i -> "letter " + i).toList();
        letters.forEach(letter -> new Put("ann", letter, letter, 3).begin(home));
        home.passes(ofMinutes(10));
        for (var name : COMING) {
            new Join(name, "ann").begin(home);
            home.passes(ofMinutes(4));
            new Sleep("bob", ofMinutes(1)).begin(home);
            home.passes(ofMinutes(1));
        }
        home.passes(ofMinutes(30));
        for (var letter : letters) {
            assertThat(home.holders(letter)).hasSizeGreaterThanOrEqualTo(3);
        }
        home.rest();
        home.passes(ofHours(1));
        assertThat(letters).allSatisfy(each -> assertThat(home.holders(each)).hasSize(3));
    }
}
