package dev.holdfast.engine.http;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The commands that run for callers.
final class Running {

    private final Set<Work> works = ConcurrentHashMap.newKeySet();
    private volatile boolean isEnding;

    /// The calling thread begins a command that can be cancelled only here.
    Work begin() {
        return begin(Optional.empty());
    }

    /// The calling thread begins a command.
    ///
    /// @param name what its caller calls it, to take it back by
    Work begin(Optional<String> name) {
        var work = new Work(name);
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

    /// Cancels all there is and will be, and waits until it has ended.
    void endAll(Duration max) throws InterruptedException {
        isEnding = true;
        works.forEach(Work::cancel);
        long endNanos = System.nanoTime() + max.toNanos();
        for (var work : works) {
            boolean _ = work.ended.await(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    /// One command, from its beginning on a thread until that thread has told its caller the end.
    final class Work implements AutoCloseable {

        private final Optional<String> name;
        private final Thread thread = Thread.currentThread();
        private final CountDownLatch ended = new CountDownLatch(1);
        private boolean isOver;

        private Work(Optional<String> name) {
            this.name = name;
        }

        /// Asks the command to end. After its end this does nothing.
        synchronized void cancel() {
            if (!isOver) {
                thread.interrupt();
            }
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
