package dev.holdfast.testbed.sim;

import static org.assertj.core.api.Assertions.assertThat;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.testbed.sim.Deed.Join;
import dev.holdfast.testbed.sim.Deed.Put;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// A device joins a household that holds data. Each chunk goes once to each device that owns it now
/// and did not before, as the layout says, which `GoldenLayoutTest` compares with an independent
/// program's; and nothing else goes anywhere.
class JoinStoryTest {

    private static final int COPIES = 3;

    static LongStream seeds() {
        return LongStream.range(0, 8);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_join_moves_what_the_layout_says_and_nothing_more(long seed) {
        var home = new Pool(seed, Mutant.NONE, List.of("ann", "bob", "cat", "dan", "eve"));
        var letters = IntStream.range(0, 120).mapToObj(i -> "letter " + i).toList();
        for (var letter : letters) {
            new Put("ann", letter, letter, COPIES).begin(home);
            home.passes(ofMinutes(0));
        }
        home.passes(ofHours(1));
        var before = owners(home, letters);
        assertThat(before)
                .allSatisfy(
                        (chunk, owners) ->
                                assertThat(holders(home, chunk)).hasSameElementsAs(owners));
        var received = received(home);

        new Join("fay", "ann").begin(home);
        home.passes(ofHours(2));

        var after = owners(home, letters);
        var expected = new TreeMap<String, List<ChunkId>>();
        after.forEach(
                (chunk, owners) ->
                        owners.stream()
                                .filter(
                                        owner ->
                                                !before.getOrDefault(chunk, List.of())
                                                        .contains(owner))
                                .forEach(owner -> add(expected, home.machine(owner), chunk)));
        assertThat(expected.get("fay")).as("what fay is to have").isNotEmpty();
        assertThat(moved(home, received)).isEqualTo(sorted(expected));
        assertThat(after)
                .allSatisfy(
                        (chunk, owners) ->
                                assertThat(holders(home, chunk)).hasSameElementsAs(owners));
    }

    private static void add(Map<String, List<ChunkId>> all, Machine to, ChunkId chunk) {
        all.computeIfAbsent(to.toString(), _ -> new ArrayList<>()).add(chunk);
    }

    /// Who is to have each, by the layout of the roster that ann has now.
    private static Map<ChunkId, List<DeviceId>> owners(Pool home, List<String> letters) {
        var ann = home.named("ann").flatMap(Machine::life).orElseThrow();
        var layout = home.layouts().of(ann.roster());
        var owners = new TreeMap<ChunkId, List<DeviceId>>();
        for (var letter : letters) {
            var chunk = new ChunkId(Toy.hash(letter));
            owners.put(chunk, layout.owners(chunk, COPIES));
        }
        return owners;
    }

    private static List<DeviceId> holders(Pool home, ChunkId chunk) {
        return home.machines().stream()
                .filter(machine -> machine.disk().held().contains(chunk))
                .map(Machine::id)
                .toList();
    }

    private static Map<String, Integer> received(Pool home) {
        var counts = new TreeMap<String, Integer>();
        home.machines().forEach(each -> counts.put(each.toString(), each.received().size()));
        return counts;
    }

    /// What each received since.
    private static Map<String, List<ChunkId>> moved(Pool home, Map<String, Integer> since) {
        var moved = new TreeMap<String, List<ChunkId>>();
        for (var machine : home.machines()) {
            var all = machine.received();
            int from = since.getOrDefault(machine.toString(), 0);
            all.subList(from, all.size()).forEach(chunk -> add(moved, machine, chunk));
        }
        return sorted(moved);
    }

    private static Map<String, List<ChunkId>> sorted(Map<String, List<ChunkId>> all) {
        all.values().forEach(chunks -> chunks.sort(null));
        return all;
    }
}
