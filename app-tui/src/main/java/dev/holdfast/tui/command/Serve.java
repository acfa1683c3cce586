package dev.holdfast.tui.command;

import dev.holdfast.engine.api.NodeException;

import picocli.CommandLine.Command;

/// `daemon`: keeps the device up until it is told to stop.
@Command(
        name = "daemon",
        description = {
            "Run this device in front, until it is told to stop.",
            "Ctrl-C, SIGTERM and `holdfast stop` tell it.",
            "Prints `ready HOST:PORT` when other devices and commands can reach it."
        })
final class Serve extends Action {

    Serve(Holdfast main) {
        super(main);
    }

    @Override
    public Integer call() throws NodeException {
        try (var running = main.device().service().run()) {
            main.terminal().out().println("ready " + running.address());
            main.terminal().out().flush();
            awaitStop(running);
            Farewell.lines(running.stop()).forEach(main::warn);
        } catch (InterruptedException stopped) {
            main.warn("Stopped.");
        }
        return Exit.DONE;
    }

    /// Ctrl-C and SIGTERM interrupt the wait: they mean the same.
    private static void awaitStop(Service.Running running) {
        try {
            running.awaitStop();
        } catch (InterruptedException told) {
            return;
        }
    }
}
