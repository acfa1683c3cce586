package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Node;

/// A device that runs until it is closed.
public interface Daemon extends AutoCloseable {

    /// `HOST:PORT` where other devices reach it.
    String address();

    /// The device, in this process.
    Node node();

    /// Finishes or hands over what is in flight, then lets go of the home.
    @Override
    void close();
}
