package dev.holdfast.engine.net.memory;

import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.net.LinkConditions;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.NetException.Kind;
import dev.holdfast.engine.net.Transport;
import dev.holdfast.engine.net.mux.Mux;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Every device of a test, and the paths between them. Safe for many threads.
public final class MemoryNetwork {

    private static final int FIRST_CHOSEN_PORT = 49152;

    /// Two devices, in either order.
    record Pair(DeviceId low, DeviceId high) {
        static Pair of(DeviceId a, DeviceId b) {
            return a.compareTo(b) < 0 ? new Pair(a, b) : new Pair(b, a);
        }
    }

    private final Map<Endpoint, MemoryListener> listeners = new HashMap<>();
    private final Map<Pair, LinkConditions> conditions = new HashMap<>();
    private final Map<Pair, Set<Mux>> connections = new HashMap<>();
    private int lastPort = FIRST_CHOSEN_PORT - 1;

    /// The transport of the device with this DER SubjectPublicKeyInfo.
    public Transport transport(byte[] publicKey) {
        return new MemoryTransport(this, publicKey);
    }

    /// From now on the path between two devices is like this. A cut ends the connections that
    /// stand.
    public void shape(DeviceId a, DeviceId b, LinkConditions shape) {
        var pair = Pair.of(a, b);
        Set<Mux> ended;
        synchronized (this) {
            conditions.put(pair, shape);
            notifyAll();
            ended = shape.cut() ? Set.copyOf(connections.getOrDefault(pair, Set.of())) : Set.of();
        }
        ended.forEach(mux -> mux.lost(CloseCode.LOST, "The path is cut."));
    }

    synchronized LinkConditions conditions(Pair pair) {
        return conditions.getOrDefault(pair, LinkConditions.PERFECT);
    }

    /// The conditions of a path on which something moves; waits for that.
    synchronized LinkConditions moving(Pair pair) throws InterruptedException {
        var now = conditions(pair);
        while (now.bytesPerSecond() == 0) {
            wait();
            now = conditions(pair);
        }
        return now;
    }

    synchronized Endpoint add(Endpoint wish, MemoryListener listener) throws NetException {
        var at = wish.port() == 0 ? new Endpoint(wish.host(), ++lastPort) : wish;
        if (listeners.putIfAbsent(at, listener) != null) {
            throw new NetException(
                    Kind.CANNOT_LISTEN, "Somebody listens on %s already.".formatted(at));
        }
        return at;
    }

    synchronized void remove(MemoryListener listener) {
        listeners.values().remove(listener);
    }

    synchronized @Nullable MemoryListener at(Endpoint endpoint) {
        return listeners.get(endpoint);
    }

    synchronized void stands(Pair pair, Mux mux) {
        connections.computeIfAbsent(pair, _ -> new HashSet<>()).add(mux);
    }

    synchronized void ended(Pair pair, Mux mux) {
        connections.getOrDefault(pair, new HashSet<>()).remove(mux);
    }
}
