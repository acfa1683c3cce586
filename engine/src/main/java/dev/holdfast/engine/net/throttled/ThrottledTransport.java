package dev.holdfast.engine.net.throttled;

import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.net.Acceptor;
import dev.holdfast.engine.net.CloseReason;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.Dial;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.net.LinkConditions;
import dev.holdfast.engine.net.Listener;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.NetException.Kind;
import dev.holdfast.engine.net.Stream;
import dev.holdfast.engine.net.Transport;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A transport whose paths are as bad as one says. A delay or a throttle works on the connections
/// dialled here, both ways; a cut works on all, and nobody can connect until it is healed. A pair
/// of devices is shaped wholly by telling both.
public final class ThrottledTransport implements Transport {

    private final Transport inner;
    private final Map<DeviceId, Ways> ways = new ConcurrentHashMap<>();
    private final Map<DeviceId, Set<Connection>> connections = new ConcurrentHashMap<>();

    /// The paths to one device and from it.
    private record Ways(Path out, Path back) {
        boolean isCut() {
            return out.now().cut() || back.now().cut();
        }
    }

    /// `inner` must dial sockets.
    public ThrottledTransport(Transport inner) {
        this.inner = inner;
    }

    /// From now on the path to `peer` and back is like this.
    public void shape(DeviceId peer, LinkConditions conditions) {
        shape(peer, conditions, conditions);
    }

    /// What is sent to `peer` goes like `out` from now on, and what comes from it like `back`.
    public void shape(DeviceId peer, LinkConditions out, LinkConditions back) {
        ways(peer).out.become(out);
        ways(peer).back.become(back);
        if (ways(peer).isCut()) {
            connectionsTo(peer).forEach(ThrottledTransport::cut);
        }
    }

    @Override
    public Listener listen(Endpoint at, Acceptor acceptor) throws NetException {
        return inner.listen(at, new Watched(acceptor));
    }

    @Override
    public Connection connect(Dial dial, Acceptor acceptor)
            throws NetException, InterruptedException {
        if (dial.expected().isEmpty()) {
            return inner.connect(dial, new Watched(acceptor));
        }
        var both = ways(dial.expected().get());
        if (both.isCut()) {
            throw new NetException(Kind.UNREACHABLE, "The path to %s is cut.".formatted(dial.to()));
        }
        Relay relay = null;
        try {
            relay = new Relay(dial.to(), both.out, both.back);
            var detour =
                    new Dial(relay.endpoint(), dial.expected(), dial.protocol(), dial.patience());
            return inner.connect(detour, new Watched(acceptor));
        } catch (IOException e) {
            throw new NetException(Kind.UNREACHABLE, "No relay could be opened.", e);
        } finally {
            if (relay != null) {
                relay.close();
            }
        }
    }

    @Override
    public void close() {
        inner.close();
    }

    private Ways ways(DeviceId peer) {
        return ways.computeIfAbsent(peer, _ -> new Ways(new Path(), new Path()));
    }

    private Set<Connection> connectionsTo(DeviceId peer) {
        return connections.computeIfAbsent(peer, _ -> ConcurrentHashMap.newKeySet());
    }

    private static void cut(Connection connection) {
        connection.close(CloseReason.of(CloseCode.LOST, "The path is cut."));
    }

    /// Knows the connections to each peer, and lets none stand on a path that is cut.
    private final class Watched implements Acceptor {

        private final Acceptor acceptor;

        Watched(Acceptor acceptor) {
            this.acceptor = acceptor;
        }

        @Override
        public void opened(Connection connection) {
            var peer = connection.peer().device();
            connectionsTo(peer).add(connection);
            if (ways(peer).isCut()) {
                cut(connection);
            }
            acceptor.opened(connection);
        }

        @Override
        public void serve(Connection from, Stream stream)
                throws NetException, InterruptedException {
            acceptor.serve(from, stream);
        }

        @Override
        public void closed(Connection connection, CloseReason reason) {
            connectionsTo(connection.peer().device()).remove(connection);
            acceptor.closed(connection, reason);
        }
    }
}
