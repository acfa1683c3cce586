package dev.holdfast.testbed.sim;

import dev.holdfast.engine.core.hash.Hash;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/// What came of a plan. The same plan gives the same run.
///
/// @param failure what was not as it must be
/// @param trace a hash of everything that happened
/// @param steps how many things happened
record Run(Plan plan, Optional<Throwable> failure, List<String> story, Hash trace, long steps) {

    /// How long all is quiet before the pool must have kept everything.
    static final Duration QUIET = Duration.ofMinutes(45);

    /// How long everybody may take to read everything then.
    static final Duration READING = Duration.ofMinutes(1);

    static Run of(long seed) {
        return of(Plan.of(seed), Mutant.NONE);
    }

    static Run of(Plan plan, Mutant mutant) {
        var pool = new Pool(plan.seed(), mutant, plan.names(), plan.keepers(), plan.daily());
        for (var timed : plan.deeds()) {
            pool.timeline().in(timed.at(), timed.deed().toString(), () -> timed.deed().begin(pool));
        }
        var playing = new FutureTask<Void>(() -> play(pool), null);
        playing.run();
        Optional<Throwable> failure =
                playing.state() == Future.State.FAILED
                        ? Optional.of(playing.exceptionNow())
                        : Optional.empty();
        var timeline = pool.timeline();
        return new Run(plan, failure, pool.story(), timeline.trace(), timeline.count());
    }

    private static void play(Pool pool) {
        pool.passes(Plan.BUSY);
        pool.rest();
        pool.passes(QUIET);
        pool.promises().readAll();
        pool.passes(READING);
        pool.promises().checkAtRest();
    }

    boolean isGood() {
        return failure.isEmpty();
    }

    /// For people: what was done, what came of it, and what is wrong.
    String told() {
        var text = new StringBuilder();
        text.append("seed ").append(plan.seed()).append(": ");
        text.append(String.join(", ", plan.names())).append("\n\n");
        plan.deeds()
                .forEach(
                        timed ->
                                text.append(Pool.clock(timed.at()))
                                        .append("  ")
                                        .append(timed.deed())
                                        .append('\n'));
        text.append('\n');
        story.forEach(line -> text.append(line).append('\n'));
        failure.ifPresent(why -> text.append('\n').append(why).append('\n'));
        return text.toString();
    }
}
