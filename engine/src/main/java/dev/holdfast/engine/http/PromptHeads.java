package dev.holdfast.engine.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/// Gives each request a thread, and its head a time to arrive. Anyone on this machine can connect;
/// the token is known only when the head was read, so who sends it drop by drop would hold a
/// connection for nothing. An interrupt closes a connection that is being read.
final class PromptHeads implements Executor {

    private final Executor threads;
    private final Map<Thread, CountDownLatch> reading = new ConcurrentHashMap<>();

    PromptHeads(Executor threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable request) {
        threads.execute(
                () -> {
                    var arrived = new CountDownLatch(1);
                    reading.put(Thread.currentThread(), arrived);
                    watch(Thread.currentThread(), arrived);
                    try {
                        request.run();
                    } finally {
                        headArrived();
                    }
                });
    }

    /// The calling thread has read the head of its request.
    void headArrived() {
        var arrived = reading.remove(Thread.currentThread());
        if (arrived != null) {
            arrived.countDown();
        }
    }

    private void watch(Thread reader, CountDownLatch arrived) {
        threads.execute(
                () -> {
                    try {
                        boolean inTime =
                                arrived.await(Limits.HEAD_WHOLE.toMillis(), TimeUnit.MILLISECONDS);
                        if (!inTime && reading.remove(reader, arrived)) {
                            reader.interrupt();
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }
}
