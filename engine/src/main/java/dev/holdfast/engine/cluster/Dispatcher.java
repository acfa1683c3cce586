package dev.holdfast.engine.cluster;

import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.core.wire.Message;
import dev.holdfast.engine.net.CloseReason;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Stream;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Hands each stream that a device of the pool opens to the room that answers such streams, by the
/// kind of its first message.
public final class Dispatcher implements Conversation {

    /// How long the first message of a stream may take.
    public static final Duration FIRST_MESSAGE_MAX = Duration.ofSeconds(30);

    private final Map<Class<? extends Message>, Conversation> conversations =
            new ConcurrentHashMap<>();

    /// From now on `conversation` holds what begins with `first`. A room registers before the
    /// cluster starts.
    ///
    /// @throws IllegalStateException when another room has it
    public Dispatcher on(Class<? extends Message> first, Conversation conversation) {
        if (conversations.putIfAbsent(first, conversation) != null) {
            throw new IllegalStateException("two rooms answer " + first.getSimpleName());
        }
        return this;
    }

    void serve(Connection from, Stream stream) throws NetException, InterruptedException {
        hold(from, stream.receive(FIRST_MESSAGE_MAX), stream);
    }

    @Override
    public void hold(Connection from, Message first, Stream stream)
            throws NetException, InterruptedException {
        var conversation = conversations.get(first.getClass());
        if (conversation == null) {
            var what = "a stream that begins with " + first.getClass().getSimpleName();
            from.close(CloseReason.of(CloseCode.WRONG_STATE, what));
            throw new NetException(NetException.Kind.WRONG_STATE, what);
        }
        conversation.hold(from, first, stream);
    }
}
