package dev.holdfast.gui.memory;

import dev.holdfast.gui.work.Work;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// A window's thread and its clock without a window: what was to be shown is shown when the test
/// says so, and time passes by command.
public final class Desk implements Executor, LongSupplier {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final BlockingQueue<Runnable> steps = new LinkedBlockingQueue<>();
    private final Queue<Thread> threads = new ArrayDeque<>();
    private long nanos;

    @Override
    public void execute(Runnable step) {
        steps.add(step);
    }

    @Override
    public long getAsLong() {
        return nanos;
    }

    public void passes(Duration span) {
        nanos += span.toNanos();
    }

    public Work work() {
        ThreadFactory factory = Thread.ofVirtual().name("test-", 0).factory();
        return new Work(
                this,
                task -> {
                    var thread = factory.newThread(task);
                    threads.add(thread);
                    return thread;
                },
                this);
    }

    /// Shows what comes until `done`.
    public void until(BooleanSupplier done) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!done.getAsBoolean()) {
            var step = steps.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (step == null) {
                throw new AssertionError("it did not come about");
            }
            step.run();
        }
    }

    /// Shows all that is to be shown once the calls under way have ended, and those they led to.
    public void settle() throws InterruptedException {
        while (!threads.isEmpty() || !steps.isEmpty()) {
            for (var thread = threads.poll(); thread != null; thread = threads.poll()) {
                if (!thread.join(PATIENCE)) {
                    throw new AssertionError("a call did not end");
                }
            }
            drain();
        }
    }

    /// Shows what is to be shown now.
    public void drain() {
        for (var step = steps.poll(); step != null; step = steps.poll()) {
            step.run();
        }
    }

    /// How many steps wait to be shown.
    public int waiting() {
        return steps.size();
    }
}
