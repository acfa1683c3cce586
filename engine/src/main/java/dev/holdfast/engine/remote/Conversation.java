package dev.holdfast.engine.remote;

import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.json.MalformedJsonException;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// A command under way in the daemon. A thread of its own listens to it, so that the caller can
/// take the command back and still hear from the daemon how it ended.
///
/// @param <R> what comes of the command
final class Conversation<R> {

    /// How long the daemon's word is waited for after a command was taken back.
    private static final Duration WORD_MAX = Duration.ofSeconds(5);

    private static final Problem UNCONFIRMED =
            new Problem(
                    Problem.Code.CANCELLED,
                    "The command was taken back; the daemon has not confirmed it within "
                            + WORD_MAX.toSeconds()
                            + " s.",
                    "Look at `holdfast status` before running it again.");

    private final Consumer<Event> events;
    private boolean isOver;

    /// Says what is to be done, and listens to the end.
    interface Talk<R> {
        R hold(Consumer<Event> events) throws IOException, NodeException, MalformedJsonException;
    }

    /// Asks the daemon to take the command back.
    interface Plea {
        void send() throws IOException;
    }

    Conversation(Consumer<Event> events) {
        this.events = events;
    }

    /// @throws InterruptedException when the daemon has confirmed that it took the command back
    R run(Talk<R> talk, Plea plea)
            throws IOException, NodeException, MalformedJsonException, InterruptedException {
        var answer = new FutureTask<>(() -> talk.hold(this::tell));
        Thread.ofPlatform().daemon().name("remote-talk").start(answer);
        try {
            return unwrapped(answer::get);
        } catch (InterruptedException takenBack) {
            Thread.ofPlatform().daemon().name("remote-plea").start(() -> send(plea));
            return confirmed(answer);
        } catch (TimeoutException e) {
            throw new IllegalStateException("nothing here has a limit of time", e);
        } finally {
            end();
        }
    }

    /// On a thread of its own: the interrupt that the caller has met, and any further one, would
    /// close the channel that it opens next.
    private static void send(Plea plea) {
        try {
            plea.send();
        } catch (IOException _) {
            // The caller hears no word then, and hangs up, which takes the command back too.
        }
    }

    private static <R> R confirmed(FutureTask<R> answer)
            throws IOException, NodeException, MalformedJsonException, InterruptedException {
        try {
            var done = unwrapped(() -> word(answer));
            // It was done before the plea came; that the caller wants to stop still holds.
            Thread.currentThread().interrupt();
            return done;
        } catch (NodeException e) {
            if (e.problem().code() != Problem.Code.CANCELLED) {
                throw e;
            }
            var confirmed = new InterruptedException("the command was cancelled");
            confirmed.initCause(e);
            throw confirmed;
        } catch (TimeoutException e) {
            throw new NodeException(UNCONFIRMED, e);
        }
    }

    /// What the daemon says. Asking again does not make it come sooner, and nothing else may be
    /// taken for it.
    private static <R> R word(FutureTask<R> answer) throws ExecutionException, TimeoutException {
        long endNanos = System.nanoTime() + WORD_MAX.toNanos();
        while (true) {
            try {
                return answer.get(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException _) {
                // It is on its way back already.
            }
        }
    }

    private interface Waiting<R> {
        R get() throws InterruptedException, ExecutionException, TimeoutException;
    }

    private static <R> R unwrapped(Waiting<R> waiting)
            throws IOException,
                    NodeException,
                    MalformedJsonException,
                    InterruptedException,
                    TimeoutException {
        try {
            return waiting.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException known -> throw known;
                case NodeException known -> throw known;
                case MalformedJsonException known -> throw known;
                case RuntimeException known -> throw known;
                case Error known -> throw known;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    private synchronized void tell(Event event) {
        if (!isOver) {
            events.accept(event);
        }
    }

    private synchronized void end() {
        isOver = true;
    }
}
