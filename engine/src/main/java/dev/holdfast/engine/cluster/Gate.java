package dev.holdfast.engine.cluster;

import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.net.Acceptor;
import dev.holdfast.engine.net.CloseReason;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Protocol;
import dev.holdfast.engine.net.Stream;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/// Every connection comes through here, dialled or taken. Its first stream is for the greeting and
/// then for the session; the others wait for the greeting to end well.
final class Gate implements Acceptor {

    /// What the gate leads to.
    interface House {

        /// Greets on the first stream of a taken connection; returns when the session ends.
        /// `admitted` is run when the peer is held to be of the pool.
        void receive(Connection from, Stream stream, Runnable admitted)
                throws NetException, InterruptedException;

        /// A stream of a peer that is of the pool.
        void serve(Connection from, Stream stream) throws NetException, InterruptedException;

        /// A stream of somebody who is not of the pool, or does not come as such: what for is in
        /// the connection's protocol.
        void visited(Connection from, Stream stream) throws NetException, InterruptedException;
    }

    private static final class Entry {
        final AtomicBoolean isGreeted = new AtomicBoolean();
        final CompletableFuture<Void> admitted = new CompletableFuture<>();
    }

    private final House house;
    private final Map<Connection, Entry> entries = new ConcurrentHashMap<>();

    Gate(House house) {
        this.house = house;
    }

    @Override
    public void opened(Connection connection) {
        entries.put(connection, new Entry());
    }

    @Override
    public void serve(Connection from, Stream stream) throws NetException, InterruptedException {
        var entry = entries.get(from);
        if (entry == null) {
            throw new NetException(NetException.Kind.CLOSED, "the connection has ended");
        }
        if (from.peer().protocol() != Protocol.PEER) {
            house.visited(from, stream);
        } else if (!from.peer().dialled() && entry.isGreeted.compareAndSet(false, true)) {
            house.receive(from, stream, () -> entry.admitted.complete(null));
        } else {
            await(from, entry);
            house.serve(from, stream);
        }
    }

    /// This side greeted, and the peer answered well.
    void admitted(Connection connection) {
        var entry = entries.get(connection);
        if (entry != null) {
            entry.admitted.complete(null);
        }
    }

    private static void await(Connection from, Entry entry)
            throws NetException, InterruptedException {
        try {
            entry.admitted.get(Handshake.WORD_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            from.close(CloseReason.of(CloseCode.TOO_SLOW, "a stream before the greeting"));
            throw new NetException(NetException.Kind.CLOSED, "not greeted in time", e);
        }
    }

    @Override
    public void closed(Connection connection, CloseReason reason) {
        entries.remove(connection);
    }
}
