package dev.holdfast.engine.net;

/// What a device does with its connections, dialled or taken. Each method runs on a virtual thread
/// and may wait.
public interface Acceptor {

    /// A connection stands. Until this returns none of its streams is served, and
    /// [Transport#connect] does not return.
    default void opened(Connection connection) {}

    /// Holds the conversation on a stream that the peer opened. When this returns the stream is
    /// closed; when it throws, this stream alone is reset.
    void serve(Connection from, Stream stream) throws NetException, InterruptedException;

    /// The connection has ended. Called once for each [#opened].
    default void closed(Connection connection, CloseReason reason) {}
}
