package dev.holdfast.engine.net;

/// A place where this device can be dialled.
public interface Listener extends AutoCloseable {

    /// Where it listens, with the port that the system chose.
    Endpoint endpoint();

    /// Takes no more connections. Those that stand go on.
    @Override
    void close();
}
