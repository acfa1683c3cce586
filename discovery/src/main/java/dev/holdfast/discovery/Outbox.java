package dev.holdfast.discovery;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What is to be told, as callers hand it to the one thread that tells it. Safe for many threads.
public final class Outbox {

    /// What is to be done now.
    ///
    /// @param isAsking whether others are to be asked
    /// @param isTelling whether `what` is to be told; it may be that nothing is told any more
    public record Due(boolean isAsking, boolean isTelling, List<Announcement> what) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stirred = lock.newCondition();
    private List<Announcement> told = List.of();
    private boolean isTelling = true;
    private boolean isAsking = true;
    private boolean isClosed;

    /// Nothing is told yet, and others are to be asked.
    public Outbox() {}

    /// From now on this is told.
    ///
    /// @throws IllegalArgumentException if these are more than [Discovery#ANNOUNCEMENTS_MAX]
    public void announce(List<Announcement> all) {
        if (all.size() > Discovery.ANNOUNCEMENTS_MAX) {
            throw new IllegalArgumentException(all.size() + " announcements");
        }
        stir(
                () -> {
                    isTelling |= !all.equals(told);
                    told = List.copyOf(all);
                });
    }

    /// Others are to be asked.
    public void ask() {
        stir(() -> isAsking = true);
    }

    /// All is to be told once more.
    public void repeat() {
        stir(() -> isTelling = true);
    }

    /// Nobody waits any more.
    public void close() {
        stir(() -> isClosed = true);
    }

    private void stir(Runnable change) {
        lock.lock();
        try {
            change.run();
            stirred.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public boolean isClosed() {
        lock.lock();
        try {
            return isClosed;
        } finally {
            lock.unlock();
        }
    }

    /// Whether this device tells that itself.
    public boolean holds(Announcement what) {
        lock.lock();
        try {
            return told.contains(what);
        } finally {
            lock.unlock();
        }
    }

    /// Takes what is due, so that it is not any more.
    public Due take() {
        lock.lock();
        try {
            var due = new Due(isAsking, isTelling, told);
            isAsking = false;
            isTelling = false;
            return due;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until something is due, this is closed, or the time is over.
    public void await(Duration most) throws InterruptedException {
        lock.lock();
        try {
            long left = most.toNanos();
            while (left > 0 && !isTelling && !isAsking && !isClosed) {
                left = stirred.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits until this is closed, or the time is over.
    public void pause(Duration time) throws InterruptedException {
        lock.lock();
        try {
            long left = time.toNanos();
            while (left > 0 && !isClosed) {
                left = stirred.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
