package dev.holdfast.engine.core.collect;

import dev.holdfast.engine.core.collect.ToyView.Said;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What writers have said, each chain of batches as a number. 0 is the one without any.
final class ToyChains {

    /// Of a number.
    static final int BITS = 20;

    private record Chain(int before, Said last) {}

    private final List<Chain> chains = new ArrayList<>();
    private final Map<Chain, Integer> numbers = new HashMap<>();

    ToyChains() {
        chains.add(null);
    }

    /// The chain with one batch more.
    int number(int before, Said said) {
        return numbers.computeIfAbsent(
                new Chain(before, said),
                chain -> {
                    chains.add(chain);
                    return chains.size() - 1;
                });
    }

    /// How many batches a chain has.
    int length(int chain) {
        int length = 0;
        for (int at = chain; at > 0; at = chains.get(at).before) {
            length++;
        }
        return length;
    }

    /// The batches of one of several writers.
    ///
    /// @param ends the numbers of their chains, the last writer's lowest
    List<Said> upTo(long ends, int writer) {
        var said = new ArrayList<Said>();
        int end = (int) (ends >> (writer * BITS)) & ((1 << BITS) - 1);
        for (int at = end; at > 0; at = chains.get(at).before) {
            said.addFirst(chains.get(at).last);
        }
        return said;
    }

    /// The chain that has one batch more than `has`, on the way to `whole`; `has` at its end.
    int next(int has, int whole) {
        int next = whole;
        while (next != has && chains.get(next).before != has) {
            next = chains.get(next).before;
        }
        return next;
    }

    /// Whether a chain is another one, or its beginning.
    boolean isWithin(int beginning, int whole) {
        int at = whole;
        while (at > 0 && at != beginning) {
            at = chains.get(at).before;
        }
        return at == beginning;
    }
}
