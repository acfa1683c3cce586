package dev.holdfast.engine.net.mux;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Counts frames that still use a sender's buffer.
final class InFlight {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition landed = lock.newCondition();
    private int count;

    void start() {
        lock.lock();
        try {
            count++;
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            count--;
            landed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until no frame uses the buffer, and is not interrupted in that: who was told too early
    /// would write over bytes on their way. False when for `stallMax` none came free.
    boolean land(Duration stallMax) {
        boolean interrupted = false;
        lock.lock();
        try {
            while (count > 0) {
                int before = count;
                try {
                    if (landed.awaitNanos(stallMax.toNanos()) <= 0 && count == before) {
                        return false;
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return true;
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// The same without an end to its patience, once the link is ended and so gives all back.
    void land() {
        lock.lock();
        try {
            while (count > 0) {
                landed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }
}
