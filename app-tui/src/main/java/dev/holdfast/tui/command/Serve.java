package dev.holdfast.tui.command;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.tui.words.Words;

/// `daemon`: keeps the device up until it is told to stop.
final class Serve extends Action {

    Serve(Holdfast main) {
        super(main, "daemon");
    }

    @Override
    public Integer call() throws NodeException {
        try (var running = main.device().service().run()) {
            main.terminal().out().println("ready " + running.address());
            main.terminal().out().flush();
            awaitStop(running);
            Farewell.lines(running.stop()).forEach(main::warn);
        } catch (InterruptedException stopped) {
            main.warn(Words.say("daemon.stopped"));
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
