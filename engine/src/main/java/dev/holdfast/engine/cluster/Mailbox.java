package dev.holdfast.engine.cluster;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/// The one loop of the links: whatever happens is put in here and done in that order, one after the
/// other, so that nothing in the loop needs a lock.
final class Mailbox {

    /// Things that wait to be done. Who brings more waits itself.
    static final int WAITING_MAX = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    private final BlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(WAITING_MAX);

    /// Does what comes until its thread is interrupted.
    void run() {
        try {
            while (true) {
                done(waiting.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What nobody foresaw ends the one thing it happened in.
    private static void done(Runnable thing) {
        var task = new FutureTask<>(thing, null);
        task.run();
        if (task.state() == Future.State.FAILED) {
            LOG.error("Something in the links failed; they go on.", task.exceptionNow());
        }
    }

    void put(Runnable thing) throws InterruptedException {
        waiting.put(thing);
    }

    /// Adds what may as well be left out when there is much to do.
    void offer(Runnable thing) {
        if (!waiting.offer(thing)) {
            LOG.debug("The links are busy.");
        }
    }
}
