package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/// A bounded number of virtual threads that work side by side. What one of them meets and does not
/// handle itself ends the whole. Closing it waits until all have ended, and interrupts those that
/// still work.
final class Crew implements AutoCloseable {

    /// A piece of work.
    @FunctionalInterface
    interface Work {
        void run() throws NodeException, InterruptedException;
    }

    private final int size;
    private final Semaphore places;
    private final ExecutorService threads;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Crew(String name, int size) {
        this.size = size;
        places = new Semaphore(size);
        threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name, 0).factory());
    }

    /// Begins a piece of work as soon as there is a place for it.
    void begin(Work work) throws InterruptedException {
        places.acquire();
        threads.execute(
                () -> {
                    try {
                        note(work);
                    } finally {
                        places.release();
                    }
                });
    }

    private void note(Work work) {
        var task =
                new FutureTask<@Nullable Void>(
                        () -> {
                            work.run();
                            return null;
                        });
        task.run();
        if (task.state() == Future.State.FAILED) {
            failure.compareAndSet(null, task.exceptionNow());
        }
    }

    /// Whether something has gone wrong that ends the whole.
    boolean hasFailed() {
        return failure.get() != null;
    }

    /// Returns when all that was begun has ended.
    ///
    /// @throws NodeException the first that a piece of work has thrown
    void await() throws NodeException, InterruptedException {
        places.acquire(size);
        places.release(size);
        switch (failure.get()) {
            case null -> {}
            case NodeException met -> throw met;
            case InterruptedException met -> throw met;
            case RuntimeException met -> throw met;
            case Error met -> throw met;
            default -> throw new IllegalStateException(failure.get());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
