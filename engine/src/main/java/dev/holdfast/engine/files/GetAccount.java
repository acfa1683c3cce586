package dev.holdfast.engine.files;

import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// What a get has done, told as it goes. Safe for many threads; who listens is told by one at a
/// time.
final class GetAccount {

    /// How much something is.
    ///
    /// @param bytes plain bytes
    record Extent(long files, long bytes) {

        static final Extent NOTHING = new Extent(0, 0);

        Extent plus(Extent that) {
            return new Extent(files + that.files, bytes + that.bytes);
        }
    }

    private final Consumer<Event> events;
    private final Extent total;
    private final long began = System.nanoTime();
    private final ReentrantLock lock = new ReentrantLock();
    private long bytes;
    private long files;

    /// @param total all that is to come
    GetAccount(Consumer<Event> events, Extent total) {
        this.events = events;
        this.total = total;
    }

    /// So many plain bytes more are where they shall be.
    void written(long more) {
        locked(
                () -> {
                    bytes += more;
                    events.accept(new Event.Progress(Event.Activity.FETCHING, bytes, total.bytes));
                });
    }

    /// Files that are to come in all.
    long files() {
        return total.files;
    }

    /// One more file is whole.
    void placed() {
        locked(() -> files++);
    }

    /// What is shown at a path could not be placed.
    void missed(String path, NodeException why) {
        locked(() -> events.accept(new Event.Missed(path, why.problem())));
    }

    Outcome.Fetched fetched(Optional<String> sha256) {
        return new Outcome.Fetched(
                files, bytes, sha256, Duration.ofNanos(System.nanoTime() - began));
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }
}
