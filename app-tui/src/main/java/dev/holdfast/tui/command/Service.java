package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Finding.Care;
import dev.holdfast.engine.api.Finding.Treated;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A device that stays up for others: its daemon.
public interface Service {

    /// Runs it in this process.
    Running run() throws NodeException, InterruptedException;

    /// Runs it in a process of its own, and returns when that answers.
    ///
    /// @return where it writes its log
    String start() throws NodeException, InterruptedException;

    /// The device through the daemon that runs; empty when none does.
    Optional<Node> attached() throws NodeException;

    /// Ends the daemon, and returns when it is gone; empty when none ran.
    Optional<Outcome.Stopped> stop() throws NodeException, InterruptedException;

    /// Looks at its home from outside, and mends what it finds when it is asked to.
    ///
    /// @param events is told how far it has come
    List<Treated> examine(Care care, Consumer<Event> events)
            throws NodeException, InterruptedException;

    /// A device that runs in this process until it is closed.
    interface Running extends AutoCloseable {

        /// `HOST:PORT` where other devices reach it.
        String address();

        /// Returns when another command asked it to stop.
        void awaitStop() throws InterruptedException;

        /// Ends the commands that are under way.
        Outcome.Stopped stop() throws InterruptedException;

        @Override
        void close();
    }
}
