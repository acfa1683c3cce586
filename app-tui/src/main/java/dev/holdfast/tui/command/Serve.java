package dev.holdfast.tui.command;

import dev.holdfast.engine.api.NodeException;

import picocli.CommandLine.Command;

import java.util.concurrent.CountDownLatch;

/// `daemon`: keeps the device up until it is told to stop.
@Command(
        name = "daemon",
        description = {
            "Run this device in front, until Ctrl-C or SIGTERM.",
            "Prints `ready HOST:PORT` when other devices and commands can reach it."
        })
final class Serve extends Action {

    private final CountDownLatch never = new CountDownLatch(1);

    Serve(Holdfast main) {
        super(main);
    }

    @Override
    public Integer call() throws NodeException {
        try (var running = main.device().daemon()) {
            main.terminal().out().println("ready " + running.address());
            main.terminal().out().flush();
            never.await();
        } catch (InterruptedException stopped) {
            main.warn("Stopped.");
        }
        return Exit.DONE;
    }
}
