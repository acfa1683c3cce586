package dev.holdfast.engine.http;

import com.google.gson.JsonObject;

import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.json.Json;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Sends a command's events from a thread of its own: the engine goes on while a caller reads
/// slowly. Of progress only the latest matters; everything else arrives. When there is nothing to
/// say it says so, which is how a caller is noticed that went away.
final class EventFeed implements Consumer<Event>, AutoCloseable {

    /// Events that wait to be sent before the command waits for its caller.
    private static final int WAITING_MAX = 1_000;

    /// Between two lines that say only how far the command has come.
    private static final Duration PAUSE = Duration.ofMillis(50);

    private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);

    private final Lines lines;
    private final Runnable gone;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<JsonObject> waiting = new ArrayDeque<>();
    private Event.@Nullable Progress latest;
    private boolean closed;
    private boolean ended;

    /// @param gone runs when the caller does not listen any more
    EventFeed(Lines lines, Runnable gone) {
        this.lines = lines;
        this.gone = gone;
    }

    @Override
    public void accept(Event event) {
        lock.lock();
        try {
            if (event instanceof Event.Progress progress) {
                progress(progress);
            } else {
                enqueueLatest();
                enqueue(Json.named((Record) event));
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Whoever sends pauses already where this replaces what was not sent yet, and is not woken for
    /// each of thousands of small files.
    private void progress(Event.Progress progress) {
        if (latest != null && latest.activity() != progress.activity()) {
            enqueueLatest();
        }
        boolean isNews = latest == null;
        latest = progress;
        if (isNews) {
            changed.signalAll();
        }
    }

    private void enqueueLatest() {
        if (latest != null) {
            enqueue(Json.named(latest));
            latest = null;
        }
    }

    private void enqueue(JsonObject line) {
        while (waiting.size() >= WAITING_MAX && !ended) {
            changed.awaitUninterruptibly();
        }
        if (!ended) {
            waiting.add(line);
        }
    }

    /// Sends until the feed is closed and all was sent, or the caller is gone.
    void sendAll() {
        try {
            for (var next = next(); !next.isEmpty(); next = next()) {
                for (var line : next) {
                    lines.line(line);
                }
            }
        } catch (IOException e) {
            LOG.debug("A local caller does not listen any more.", e);
            gone.run();
        } catch (InterruptedException e) {
            gone.run();
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    /// What is to be sent next; nothing when the feed is closed and all was sent.
    private List<JsonObject> next() throws InterruptedException {
        lock.lock();
        try {
            long nanos = awaitSomething();
            boolean isQuiet = waiting.isEmpty() && latest == null;
            var next = new ArrayList<>(waiting);
            waiting.clear();
            if (latest != null) {
                next.add(Json.named(latest));
                latest = null;
            }
            if (isQuiet && !closed && nanos <= 0) {
                next.add(alive());
            }
            changed.signalAll();
            return next;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for a line, for progress and a pause after it, for the end, or for the next heartbeat.
    private long awaitSomething() throws InterruptedException {
        long nanos = Limits.HEARTBEAT.toNanos();
        boolean isPausing = false;
        while (!closed && waiting.isEmpty() && nanos > 0) {
            if (latest != null && !isPausing) {
                isPausing = true;
                nanos = PAUSE.toNanos();
            }
            nanos = changed.awaitNanos(nanos);
        }
        return nanos;
    }

    private static JsonObject alive() {
        var line = new JsonObject();
        line.add("alive", new JsonObject());
        return line;
    }

    private void end() {
        lock.lock();
        try {
            ended = true;
            waiting.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Returns when every event was sent, or the caller is gone.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            while (!ended) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }
}
