package dev.holdfast.engine.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The commands that run for callers.
final class Running {

    private final Set<Work> works = ConcurrentHashMap.newKeySet();
    private volatile boolean isEnding;

    /// The calling thread begins a command.
    Work begin() {
        var work = new Work();
        works.add(work);
        if (isEnding) {
            work.cancel();
        }
        return work;
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

        private final Thread thread = Thread.currentThread();
        private final CountDownLatch ended = new CountDownLatch(1);
        private boolean isOver;

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
