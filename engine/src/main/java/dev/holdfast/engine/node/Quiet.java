package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Command;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Whether the person's own puts and gets are under way, for what can wait until they are done.
/// Safe for many threads.
final class Quiet {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition fell = lock.newCondition();
    private int busy;

    /// Something that is under way until it is closed.
    interface Noise extends AutoCloseable {
        @Override
        void close();
    }

    /// A command begins.
    Noise begin(Command<?> command) {
        if (!isHeavy(command)) {
            return () -> {};
        }
        count(1);
        return () -> count(-1);
    }

    private static boolean isHeavy(Command<?> command) {
        return switch (command) {
            case Command.Put _, Command.PutStream _, Command.Get _, Command.GetStream _ -> true;
            default -> false;
        };
    }

    private void count(int more) {
        lock.lock();
        try {
            busy += more;
            fell.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits while something is under way, but not longer than that.
    ///
    /// @return what is left of `most`
    Duration await(Duration most) throws InterruptedException {
        lock.lock();
        try {
            long left = most.toNanos();
            while (busy > 0 && left > 0) {
                left = fell.awaitNanos(left);
            }
            return Duration.ofNanos(Math.max(0, left));
        } finally {
            lock.unlock();
        }
    }
}
