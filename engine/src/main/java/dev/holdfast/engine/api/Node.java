package dev.holdfast.engine.api;

import java.util.function.Consumer;

/// One device, as a face sees it: in this process, or in a daemon on this machine. Safe for many
/// threads.
public interface Node extends AutoCloseable {

    /// How things stand now.
    Status status() throws NodeException;

    /// Carries out `command` and returns what became of it. Progress goes to `events`, on the
    /// calling thread or another, never after this returns. Interrupting the thread cancels the
    /// command.
    <R extends Outcome> R run(Command<R> command, Consumer<Event> events)
            throws NodeException, InterruptedException;

    @Override
    void close();
}
