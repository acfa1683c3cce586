package dev.holdfast.engine.http;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The commands that run for callers.
final class Running {

    private final Set<Work> works = ConcurrentHashMap.newKeySet();
    private volatile boolean isEnding;

    /// How commands ended when all were told to.
    record Ended(long finished, long cancelled) {}

    /// The calling thread begins a command that comes to an end by itself and can be cancelled only
    /// here.
    Work begin() {
        return begin(Optional.empty(), true);
    }

    /// The calling thread begins a command.
    ///
    /// @param name what its caller calls it, to take it back by
    /// @param ends whether it comes to an end by itself, so that it is worth waiting for
    Work begin(Optional<String> name, boolean ends) {
        var work = new Work(name, ends);
        works.add(work);
        if (isEnding) {
            work.cancel();
        }
        return work;
    }

    /// Cancels the command that its caller calls so.
    ///
    /// @return whether there is one
    boolean cancel(String name) {
        var named = works.stream().filter(work -> work.name.equals(Optional.of(name))).toList();
        named.forEach(Work::cancel);
        return !named.isEmpty();
    }

    /// Lets what is under way finish for `finish`, cancels the rest and what begins from now on,
    /// and waits for its end for `stop`.
    ///
    /// @param closing runs first; what ends meanwhile was under way too
    Ended endAll(Runnable closing, Duration finish, Duration stop) throws InterruptedException {
        var all = new LinkedHashSet<>(works);
        closing.run();
        isEnding = true;
        all.addAll(works);
        all.stream().filter(work -> !work.ends).forEach(Work::cancel);
        await(all.stream().filter(work -> work.ends).toList(), finish);
        all.forEach(Work::cancel);
        await(all, stop);
        long cancelled = all.stream().filter(Work::isCancelled).count();
        return new Ended(all.size() - cancelled, cancelled);
    }

    private static void await(Collection<Work> some, Duration max) throws InterruptedException {
        long endNanos = System.nanoTime() + max.toNanos();
        for (var work : some) {
            boolean _ = work.ended.await(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    /// One command, from its beginning on a thread until that thread has told its caller the end.
    final class Work implements AutoCloseable {

        private final Optional<String> name;
        private final Thread thread = Thread.currentThread();
        private final CountDownLatch ended = new CountDownLatch(1);
        private final boolean ends;
        private boolean isOver;
        private boolean isCancelled;

        private Work(Optional<String> name, boolean ends) {
            this.name = name;
            this.ends = ends;
        }

        /// Asks the command to end. After its end this does nothing.
        synchronized void cancel() {
            if (!isOver) {
                isCancelled = true;
                thread.interrupt();
            }
        }

        private synchronized boolean isCancelled() {
            return isCancelled;
        }

        /// The engine has answered: what remains is to tell the caller, and is not cancelled.
        /// Called by the command's thread.
        synchronized void over() {
            isOver = true;
            boolean _ = Thread.interrupted();
        }

        @Override
        public void close() {
            over();
            works.remove(this);
            ended.countDown();
        }
    }
}
