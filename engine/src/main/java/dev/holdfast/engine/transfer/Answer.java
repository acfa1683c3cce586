package dev.holdfast.engine.transfer;

import dev.holdfast.engine.core.wire.Message;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Stream;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.LongSupplier;

/// What a peer was asked for, as it comes. It is waited for with patience for the connection, of
/// which a stream by itself knows nothing. Serves one thread.
final class Answer {

    /// One wait for an arrival, which fails with [NetException.Kind#TIMEOUT] when none came.
    @FunctionalInterface
    private interface Wait<T> {
        T next(Duration patience) throws NetException, InterruptedException;
    }

    private final Connection from;
    private final Stream stream;
    private final Patience patience;
    private final LongSupplier nanos;
    private final long askedNanos;
    private long got;

    /// Time begins now.
    ///
    /// @param nanos a clock that never jumps
    Answer(Connection from, Stream stream, Patience patience, LongSupplier nanos) {
        this.from = from;
        this.stream = stream;
        this.patience = patience;
        this.nanos = nanos;
        askedNanos = nanos.getAsLong();
    }

    /// The next message.
    Message receive() throws NetException, InterruptedException {
        return await(stream::receive);
    }

    /// Fills `into` with the next bytes.
    void receiveBytes(ByteBuffer into) throws NetException, InterruptedException {
        await(
                wait -> {
                    int before = into.position();
                    try {
                        stream.receiveBytes(into, wait);
                    } finally {
                        got += into.position() - before;
                    }
                    return into;
                });
    }

    private <T> T await(Wait<T> wait) throws NetException, InterruptedException {
        while (true) {
            var left = left();
            try {
                return wait.next(left);
            } catch (NetException e) {
                if (e.kind() != NetException.Kind.TIMEOUT || !left().isPositive()) {
                    throw e;
                }
            }
        }
    }

    private Duration left() {
        var waited = Duration.ofNanos(nanos.getAsLong() - askedNanos);
        return patience.left(waited, from.traffic().bulkSilence(), got);
    }
}
