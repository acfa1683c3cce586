package dev.holdfast.engine.net.limited;

import dev.holdfast.engine.core.wire.Message;
import dev.holdfast.engine.net.Acceptor;
import dev.holdfast.engine.net.CloseReason;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.Dial;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.net.Listener;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Peer;
import dev.holdfast.engine.net.Stream;
import dev.holdfast.engine.net.Transport;

import java.nio.ByteBuffer;
import java.time.Duration;

/// A transport whose runs of bytes pass turnstiles, those of all connections the same two. Messages
/// go as they come. What is not received is held back by its sender, who runs out of credit.
public final class LimitedTransport implements Transport {

    private final Transport inner;
    private final Turnstile out;
    private final Turnstile in;

    public LimitedTransport(Transport inner, Turnstile out, Turnstile in) {
        this.inner = inner;
        this.out = out;
        this.in = in;
    }

    @Override
    public Listener listen(Endpoint at, Acceptor acceptor) throws NetException {
        return inner.listen(at, new Turned(acceptor));
    }

    @Override
    public Connection connect(Dial dial, Acceptor acceptor)
            throws NetException, InterruptedException {
        return new Passing(inner.connect(dial, new Turned(acceptor)), out, in);
    }

    @Override
    public void close() {
        inner.close();
    }

    /// Of one connection there may be many, which are equal.
    private record Passing(Connection inner, Turnstile out, Turnstile in) implements Connection {

        @Override
        public Peer peer() {
            return inner.peer();
        }

        @Override
        public Stream open() throws NetException, InterruptedException {
            return new Slowed(inner.open(), out, in);
        }

        @Override
        public void admit() {
            inner.admit();
        }

        @Override
        public Traffic traffic() {
            return inner.traffic();
        }

        @Override
        public void close(CloseReason reason) {
            inner.close(reason);
        }
    }

    private record Slowed(Stream inner, Turnstile out, Turnstile in) implements Stream {

        @Override
        public void send(Message message) throws NetException, InterruptedException {
            inner.send(message);
        }

        @Override
        public void sendBytes(ByteBuffer bytes) throws NetException, InterruptedException {
            while (bytes.hasRemaining()) {
                inner.sendBytes(next(bytes, out.pass(bytes.remaining())));
            }
        }

        @Override
        public Message receive(Duration patience) throws NetException, InterruptedException {
            return inner.receive(patience);
        }

        @Override
        public void receiveBytes(ByteBuffer into, Duration patience)
                throws NetException, InterruptedException {
            while (into.hasRemaining()) {
                var next = into.slice(into.position(), in.pass(into.remaining()));
                try {
                    inner.receiveBytes(next, patience);
                } finally {
                    into.position(into.position() + next.position());
                }
            }
        }

        /// The next so many bytes, behind which the position moves.
        private static ByteBuffer next(ByteBuffer of, int bytes) {
            var next = of.slice(of.position(), bytes);
            of.position(of.position() + bytes);
            return next;
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    private final class Turned implements Acceptor {

        private final Acceptor acceptor;

        Turned(Acceptor acceptor) {
            this.acceptor = acceptor;
        }

        @Override
        public void opened(Connection connection) {
            acceptor.opened(new Passing(connection, out, in));
        }

        @Override
        public void serve(Connection from, Stream stream)
                throws NetException, InterruptedException {
            acceptor.serve(new Passing(from, out, in), new Slowed(stream, out, in));
        }

        @Override
        public void closed(Connection connection, CloseReason reason) {
            acceptor.closed(new Passing(connection, out, in), reason);
        }
    }
}
