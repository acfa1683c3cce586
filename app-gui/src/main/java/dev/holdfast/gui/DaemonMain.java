package dev.holdfast.gui;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.node.Home;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Keeps the device of a home up, for the window that started it and for whatever comes after:
/// until it is told to stop, by SIGTERM or by `holdfast stop`.
public final class DaemonMain {

    /// How long it may take to put things in order.
    private static final Duration STOP_MAX = Duration.ofSeconds(20);

    private static final Logger LOG = LoggerFactory.getLogger(DaemonMain.class);

    private DaemonMain() {}

    /// @param arguments the absolute path of the home
    public static void main(String[] arguments) {
        var told = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        var main = Thread.currentThread();
        var stop = Thread.ofPlatform().name("stop").unstarted(() -> stop(main, told, ended));
        Runtime.getRuntime().addShutdownHook(stop);
        int exit = 1;
        var home = Home.at(Path.of(arguments[0]));
        try {
            home.log().attach(true);
            run(home);
            exit = 0;
        } catch (NodeException e) {
            LOG.error("{}", e.getMessage(), e.getCause());
        } catch (InterruptedException e) {
            LOG.debug("Told to stop.", e);
        }
        ended.countDown();
        if (told.getCount() > 0) {
            System.exit(exit);
        }
    }

    private static void run(Home home) throws NodeException, InterruptedException {
        try (var daemon = home.daemon()) {
            LOG.info("Ready at {}.", daemon.address());
            daemon.awaitStop();
        }
    }

    /// The machine ends this process when its shutdown hooks have returned, so this one waits.
    private static void stop(Thread main, CountDownLatch told, CountDownLatch ended) {
        told.countDown();
        main.interrupt();
        try {
            if (!ended.await(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("Stopped without waiting longer for what was under way.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
