package dev.holdfast.engine.transfer;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.wire.Message;
import dev.holdfast.engine.net.CloseReason;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Peer;
import dev.holdfast.engine.net.Protocol;
import dev.holdfast.engine.net.Stream;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// A connection on which things come when the test has said. Its time passes only while somebody
/// waits for what is to come; one stream is read.
final class SlowPath implements Connection {

    /// What comes at a moment: words for the stream, some of its bytes, or those of another.
    private sealed interface Coming {}

    private record Words(Message message) implements Coming {}

    private record Bytes(ByteBuffer bytes) implements Coming {}

    private record Others() implements Coming {}

    private record Arrival(long nanos, Coming what) {}

    private final Deque<Arrival> coming = new ArrayDeque<>();
    private long lastNanos;
    private volatile long now;
    private volatile long bulkNanos;

    /// The words come so long after what was said before.
    void words(Duration after, Message message) {
        add(after, new Words(message));
    }

    void bytes(Duration after, ByteBuffer bytes) {
        add(after, new Bytes(bytes));
    }

    /// Bytes that were asked for on another stream, which may be closed by now.
    void others(Duration after) {
        add(after, new Others());
    }

    private void add(Duration after, Coming what) {
        lastNanos += after.toNanos();
        coming.add(new Arrival(lastNanos, what));
    }

    /// What has passed since the beginning.
    Duration passed() {
        return Duration.ofNanos(now);
    }

    long nanos() {
        return now;
    }

    private Coming next(long until) throws NetException {
        while (!coming.isEmpty() && coming.element().nanos <= until) {
            var arrival = coming.remove();
            now = Math.max(now, arrival.nanos);
            if (!(arrival.what instanceof Words)) {
                bulkNanos = now;
            }
            if (!(arrival.what instanceof Others)) {
                return arrival.what;
            }
        }
        now = Math.max(now, until);
        throw new NetException(NetException.Kind.TIMEOUT, "nothing came");
    }

    @Override
    public Stream open() {
        return new Arriving();
    }

    private final class Arriving implements Stream {

        @Override
        public void send(Message message) {
            // what comes is settled
        }

        @Override
        public void sendBytes(ByteBuffer bytes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Message receive(Duration patience) throws NetException {
            if (next(now + patience.toNanos()) instanceof Words(var message)) {
                return message;
            }
            throw new AssertionError("bytes come where words should");
        }

        @Override
        public void receiveBytes(ByteBuffer into, Duration patience) throws NetException {
            long slowest = into.remaining() * 1_000_000_000L / RUN_RATE_MIN;
            long end = now + patience.toNanos() + slowest;
            while (into.hasRemaining()) {
                if (!(next(Math.min(end, now + patience.toNanos())) instanceof Bytes(var bytes))) {
                    throw new AssertionError("words come where bytes should");
                }
                int count = Math.min(into.remaining(), bytes.remaining());
                into.put(bytes.slice(bytes.position(), count));
                if (count < bytes.remaining()) {
                    var rest = bytes.slice(bytes.position() + count, bytes.remaining() - count);
                    coming.addFirst(new Arrival(now, new Bytes(rest)));
                }
            }
        }

        @Override
        public void close() {
            // nothing more is read
        }
    }

    @Override
    public Traffic traffic() {
        var quiet = Duration.ofNanos(now - bulkNanos);
        return new Traffic(0, 0, Duration.ZERO, quiet, Optional.empty());
    }

    @Override
    public Peer peer() {
        var id = new DeviceId(new Hash(1, 2, 3, 4));
        return new Peer(id, new byte[1], Protocol.PEER, true);
    }

    @Override
    public void admit() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close(CloseReason reason) {
        throw new UnsupportedOperationException();
    }
}
