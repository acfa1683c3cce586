package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.Outcome;

/// A device that runs until it is closed.
public interface Daemon extends AutoCloseable {

    /// `HOST:PORT` where other devices reach it.
    String address();

    /// The device, in this process.
    Node node();

    /// Returns when a program of the person asked the daemon to stop; close it then.
    void awaitStop() throws InterruptedException;

    /// Takes no further commands, lets those under way finish for 5 s, and cancels the others,
    /// which takes 8 s at most. What a cancelled one has stored so far is kept.
    Outcome.Stopped stop() throws InterruptedException;

    /// Stops, if that was not done, and lets go of the home. Copies that are owed are made when the
    /// device runs again. Closing twice is harmless.
    @Override
    void close();
}
