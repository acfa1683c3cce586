package dev.holdfast.engine.cluster;

import dev.holdfast.engine.core.wire.Message;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Stream;

/// Answers on streams that a peer opens with a message of one kind. Runs on a virtual thread of its
/// own and may wait, always with a deadline.
@FunctionalInterface
public interface Conversation {

    /// Holds the conversation that `first` began. On return the stream is closed; when it throws,
    /// this stream alone is reset.
    ///
    /// @param from the connection, whose peer is a device of the pool
    void hold(Connection from, Message first, Stream stream)
            throws NetException, InterruptedException;
}
