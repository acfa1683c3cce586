package dev.holdfast.tui.process;

import dev.holdfast.tui.words.Words;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Looks at a state again and again until it is the wanted one.
///
/// @param atMost when to give up
/// @param between the pause between two looks
public record Until(Duration atMost, Duration between) {

    /// A way to look at a state.
    public interface Look<T, E extends Exception> {
        T look() throws E, InterruptedException;
    }

    /// The first state that is the wanted one.
    ///
    /// @param wanted in words, for the failure
    /// @throws ProcessFailure telling the last state seen
    public <T, E extends Exception> T holds(
            String wanted, Look<T, E> state, Predicate<? super T> enough)
            throws E, ProcessFailure, InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            var seen = state.look();
            if (enough.test(seen)) {
                return seen;
            }
            if (System.nanoTime() > end) {
                throw new ProcessFailure(
                        Words.say("process.until", atMost.toSeconds(), wanted, seen));
            }
            pause();
        }
    }

    private void pause() throws InterruptedException {
        new CountDownLatch(1).await(between.toMillis(), TimeUnit.MILLISECONDS);
    }
}
