package dev.holdfast.testbed.sim;

import java.util.ArrayList;

/// Cuts a run that fails short: leaves deeds out, many at once and then one by one, as long as it
/// still fails.
final class Shrinker {

    private final Mutant mutant;
    private Run shortest;

    private Shrinker(Run failing, Mutant mutant) {
        shortest = failing;
        this.mutant = mutant;
    }

    /// The shortest run found, which fails too, though perhaps in another way.
    static Run shrink(Run failing, Mutant mutant) {
        var shrinker = new Shrinker(failing, mutant);
        int size = failing.plan().deeds().size();
        for (int some = Math.max(1, size / 2); some > 0; some /= 2) {
            shrinker.leaveOut(some);
        }
        return shrinker.shortest;
    }

    private void leaveOut(int some) {
        int from = 0;
        while (from < shortest.plan().deeds().size()) {
            var fewer = new ArrayList<>(shortest.plan().deeds());
            fewer.subList(from, Math.min(fewer.size(), from + some)).clear();
            var run = Run.of(shortest.plan().with(fewer), mutant);
            if (run.isGood()) {
                from += some;
            } else {
                shortest = run;
            }
        }
    }
}
