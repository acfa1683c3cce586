package dev.holdfast.engine.core.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.holdfast.engine.core.collect.ToyView.Fault;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Every order in which a few devices can put, offer, name, copy, delete, bring back, trim, mark,
/// tell, delete for good, part from copies, crash and go on, up to a bound; with a keeper too,
/// which asks who reads names. Whatever the order, no chunk is lost that a name needs, and nobody
/// counts a copy that is gone. [Mark] and [Retention] decide, as in the product.
///
/// Each fault is one line of the product left out; each is found.
@DisplayName("S4")
@Execution(ExecutionMode.CONCURRENT)
class EveryOrderTest {

    /// Two devices that write.
    private static final ToyBounds TWO =
            new ToyBounds(2, List.of(2, 2), List.of(1, 1), 2, 0, 0, 0, 0, 0, false);

    /// One that can write down a file, its end, and what comes after.
    private static final ToyBounds LONGER =
            new ToyBounds(2, List.of(3, 2), List.of(1, 1), 2, 0, 0, 0, 0, 0, false);

    /// One with two puts under way at once.
    private static final ToyBounds PUTS =
            new ToyBounds(2, List.of(3, 2), List.of(2, 0), 1, 0, 0, 0, 0, 0, false);

    /// Two that part from copies.
    private static final ToyBounds PARTING =
            new ToyBounds(2, List.of(3, 2), List.of(1, 1), 1, 0, 1, 0, 0, 0, false);

    /// A third that has heard one of two writers and not the other.
    private static final ToyBounds THREE =
            new ToyBounds(3, List.of(2, 2, 2), List.of(1, 0, 0), 2, 0, 0, 0, 0, 0, false);

    /// Two that write, of which one puts, and a keeper, which has the only copy.
    private static final ToyBounds KEEPER =
            new ToyBounds(3, List.of(2, 2), List.of(2, 0), 1, 0, 1, 1, 1, 0, false);

    /// Two whose puts go on after a crash.
    private static final ToyBounds RESUMING =
            new ToyBounds(2, List.of(2, 2), List.of(1, 1), 1, 0, 1, 1, 0, 0, false);

    /// One that puts, is deleted from, or is put out; one that may be behind; and a keeper.
    private static final ToyBounds REMOVAL =
            new ToyBounds(3, List.of(2, 2), List.of(1, 0), 1, 0, 2, 0, 1, 1, false);

    /// Two that write, each on another day, of which one leaves the last version of each.
    private static final ToyBounds DAYS =
            new ToyBounds(2, List.of(3, 2), List.of(1, 0), 1, 0, 1, 0, 0, 0, true);

    private static final String[] A_FILE = {
        "0 opens claim 1",
        "0 stores under claim 1",
        "0 names path 0",
        "0 closes claim 1",
        "1 hears a batch of 0"
    };

    private static final String[] A_TRIM = {
        "0 opens claim 1", "0 stores under claim 1", "0 names path 0", "0 closes claim 1",
        "1 hears a batch of 0", "2 hears a batch of 0", "1 deletes path 0", "0 hears a batch of 1",
        "0 trims", "1 hears a batch of 0", "1 says what it saw"
    };

    private static final String[] TWO_PUTS = {
        "0 opens claim 1", "0 opens claim 2", "0 stores under claim 1"
    };

    private static final String[] TWO_WRITERS = {
        "0 opens claim 1", "0 stores under claim 1", "0 names path 0", "0 closes claim 1",
        "1 hears a batch of 0", "0 deletes path 0", "0 gives the chunk to 1", "1 opens claim 1",
        "1 stores under claim 1"
    };

    private static final String[] ON_A_KEEPER = {
        "0 opens claim 1",
        "0 stores under claim 1",
        "0 names path 0",
        "0 closes claim 1",
        "1 hears a batch of 0",
        "0 parts from the chunk, which 2 keeps"
    };

    static Stream<Arguments> worlds() {
        return Stream.of(
                arguments(
                        new ToyBounds(2, List.of(2, 2), List.of(1, 1), 2, 1, 1, 0, 0, 0, false),
                        new String[0]),
                arguments(
                        new ToyBounds(3, List.of(2, 2), List.of(1, 0), 1, 0, 1, 0, 0, 0, false),
                        A_FILE),
                arguments(PUTS, TWO_PUTS),
                arguments(PARTING, TWO_WRITERS),
                arguments(THREE, A_TRIM),
                arguments(RESUMING, new String[0]),
                arguments(KEEPER, ON_A_KEEPER),
                arguments(REMOVAL, new String[0]),
                arguments(DAYS, new String[0]));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("worlds")
    void no_order_of_steps_loses_a_chunk_that_is_needed(ToyBounds bounds, String[] past) {
        var found = explore(bounds, Fault.NONE, past);
        assertThat(found.way()).as("%s states", found.states()).isEmpty();
        assertThat(found.states()).isGreaterThan(1000);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                arguments(Fault.IGNORES_OPEN, TWO, new String[0]),
                arguments(Fault.WAITS_FOR_NOBODY, LONGER, A_FILE),
                arguments(Fault.TRUSTS_THE_TRIM_ALONE, THREE, A_TRIM),
                arguments(Fault.FORGETS_STAMPS, PARTING, TWO_WRITERS),
                arguments(Fault.TELLS_NOBODY, TWO, A_FILE),
                arguments(Fault.IS_NOT_REVIVED, TWO, A_FILE),
                arguments(Fault.FORGETS_EARLIER_PUTS, PUTS, TWO_PUTS),
                arguments(Fault.BRINGS_BACK_WHAT_IS_OVER, LONGER, A_FILE),
                arguments(Fault.DROPS_DAYS, DAYS, A_FILE),
                arguments(Fault.KEEPER_ASKS_NOBODY, KEEPER, ON_A_KEEPER),
                arguments(Fault.KEEPER_BELIEVES_WHO_IS_BEHIND, REMOVAL, new String[0]),
                arguments(Fault.TAKES_WHAT_IS_BEHIND_FOR_OVER, REMOVAL, new String[0]));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void each_fault_is_found(Fault fault, ToyBounds bounds, String[] past) {
        assertThat(explore(bounds, fault, past).way()).isPresent();
    }

    @Test
    void every_fault_has_its_world() {
        assertThat(faults().map(each -> each.get()[0]))
                .containsExactlyInAnyOrder(
                        Arrays.stream(Fault.values()).filter(f -> f != Fault.NONE).toArray());
    }

    /// A way that leads to something wrong, and how many states were seen.
    record Found(int states, Optional<List<String>> way) {}

    /// Goes every way from where a number of steps have led.
    static Found explore(ToyBounds bounds, Fault fault, String... past) {
        var pool = new ToyPool(bounds, fault);
        var start = pool.start();
        for (var step : past) {
            start = after(pool, start, step);
        }
        var states = new States(start);
        for (int at = 0; at < states.size(); at++) {
            int now = at;
            var wrong = pool.wrong(states.get(at));
            if (wrong.isPresent()) {
                var way = way(pool, states, at);
                way.add(wrong.get());
                return new Found(states.size(), Optional.of(way));
            }
            pool.each(states.get(at), (_, then) -> states.add(then, now));
        }
        return new Found(states.size(), Optional.empty());
    }

    private static int[] after(ToyPool pool, int[] state, String step) {
        var found = new ArrayList<int[]>();
        pool.each(
                state,
                (what, then) -> {
                    if (what.get().equals(step)) {
                        found.add(then);
                    }
                });
        return found.stream().findFirst().orElseThrow(() -> new AssertionError("no way: " + step));
    }

    private static List<String> way(ToyPool pool, States states, int last) {
        var way = new ArrayList<String>();
        for (int at = last; states.from(at) >= 0; at = states.from(at)) {
            var then = states.get(at);
            pool.each(
                    states.get(states.from(at)),
                    (what, next) -> {
                        if (Arrays.equals(next, then)) {
                            way.addFirst(what.get());
                        }
                    });
        }
        return way;
    }

    /// All states seen, in the order in which they were, each with the one it came from.
    private static final class States {

        private final List<int[]> all = new ArrayList<>();
        private int[] from = new int[1 << 16];
        private int[] table = new int[1 << 17];

        States(int[] first) {
            add(first, -1);
        }

        int size() {
            return all.size();
        }

        int[] get(int at) {
            return all.get(at);
        }

        int from(int at) {
            return from[at];
        }

        void add(int[] state, int cameFrom) {
            if (isKnown(state, 0)) {
                return;
            }
            if (all.size() == from.length) {
                from = Arrays.copyOf(from, 2 * from.length);
                table = new int[2 * table.length];
                for (int i = 0; i < all.size(); i++) {
                    table[place(all.get(i))] = i + 1;
                }
            }
            from[all.size()] = cameFrom;
            all.add(state);
            table[place(state)] = all.size();
        }

        /// Whether it was seen, or one that is the same but that less of what may happen only so
        /// often has happened: from there every way leads on that does from here.
        private boolean isKnown(int[] state, int counter) {
            if (counter == ToyState.REMOVALS) {
                return table[place(state)] > 0;
            }
            int at = state.length - 1 - counter;
            int used = state[at];
            boolean isKnown = isKnown(state, counter + 1);
            while (!isKnown && state[at] > 0) {
                state[at]--;
                isKnown = isKnown(state, counter + 1);
            }
            state[at] = used;
            return isKnown;
        }

        private int place(int[] state) {
            int hash = Arrays.hashCode(state) * 0x9E3779B9;
            int at = (hash ^ (hash >>> 15)) & (table.length - 1);
            while (table[at] != 0 && !Arrays.equals(all.get(table[at] - 1), state)) {
                at = (at + 1) & (table.length - 1);
            }
            return at;
        }
    }
}
