package dev.holdfast.engine.http;

import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.json.Json;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/// How the daemon ends: once, whoever asks for it and how often.
final class Parting {

    private static final Logger LOG = LoggerFactory.getLogger(Parting.class);

    private final Node node;
    private final Running running;
    private final Runnable closing;
    private final CountDownLatch asked = new CountDownLatch(1);
    private Outcome.@Nullable Stopped stopped;

    /// @param closing runs before anything ends, so that nobody comes any more
    Parting(Node node, Running running, Runnable closing) {
        this.node = node;
        this.running = running;
        this.closing = closing;
    }

    /// A caller wants the daemon to stop, and hears what became of the commands.
    void stop(Call call, Target target) throws IOException, InterruptedException {
        try {
            call.json(200, Json.of(end()));
        } finally {
            asked.countDown();
        }
    }

    /// Returns when a caller wanted the daemon to stop and was told.
    void awaitAsked() throws InterruptedException {
        asked.await();
    }

    /// Ends every command.
    synchronized Outcome.Stopped end() throws InterruptedException {
        var before = stopped;
        if (before == null) {
            var ended = running.endAll(closing, Limits.FINISH, Limits.STOP);
            before = new Outcome.Stopped(ended.finished(), ended.cancelled(), owed());
            stopped = before;
        }
        return before;
    }

    private long owed() {
        try {
            return node.status().copies().owed();
        } catch (NodeException e) {
            LOG.warn("How many copies are owed is not known.", e);
            return 0;
        }
    }
}
