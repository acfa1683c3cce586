package dev.holdfast.engine.net;

import dev.holdfast.engine.core.wire.Message;

import java.nio.ByteBuffer;
import java.time.Duration;

/// One conversation: messages and runs of bytes, both ways, in order. One thread at a time may
/// send, and one receive.
///
/// What is sent waits for the receiver to have room. When nothing could be sent for [#STALL_MAX],
/// or nothing arrived within the patience of a `receive`, the call fails and the stream can go on.
/// After the peer closed its end, what it sent before can still be received.
public interface Stream extends AutoCloseable {

    /// How long a sender waits for room without any progress.
    Duration STALL_MAX = Duration.ofSeconds(60);

    /// The least that comes of a run of bytes: many that share a slow path come each at a part of
    /// its rate. Bytes a second.
    int RUN_RATE_MIN = 4 << 10;

    void send(Message message) throws NetException, InterruptedException;

    /// Sends what remains in `bytes`. When this returns the buffer is the caller's again, though
    /// the bytes may still be on their way.
    void sendBytes(ByteBuffer bytes) throws NetException, InterruptedException;

    /// The next message. Fails with [NetException.Kind#WRONG_STATE] when bytes come first.
    Message receive(Duration patience) throws NetException, InterruptedException;

    /// Fills `into` with the next bytes, within `patience` of each arrival, and no more slowly than
    /// [#RUN_RATE_MIN] when `patience` is over. What has come when it fails is in `into`, up to its
    /// position, and the rest can be received afterwards. Fails with
    /// [NetException.Kind#WRONG_STATE] when a message comes first.
    void receiveBytes(ByteBuffer into, Duration patience) throws NetException, InterruptedException;

    /// Ends the conversation after what was sent; what was not received is thrown away.
    @Override
    void close();
}
