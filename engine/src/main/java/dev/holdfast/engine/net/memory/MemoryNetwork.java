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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Every device of a test, and the paths between them. Safe for many threads.
public final class MemoryNetwork {

    private static final int FIRST_CHOSEN_PORT = 49152;

    /// The path from one device to another; back is a path of its own.
    record Way(DeviceId from, DeviceId to) {
        Way back() {
            return new Way(to, from);
        }
    }

    /// What went over a path since the network began.
    public record Carried(long frames, long bytes) {

        private static final Carried NOTHING = new Carried(0, 0);

        private Carried with(int length) {
            return new Carried(frames + 1, bytes + length);
        }
    }

    /// How many more bytes a path carries, and what becomes of it then.
    private record Lasting(long bytes, LinkConditions then) {}

    private final Map<Endpoint, MemoryListener> listeners = new HashMap<>();
    private final Map<Way, LinkConditions> conditions = new HashMap<>();
    private final Map<Way, Carried> carried = new HashMap<>();
    private final Map<Way, Lasting> lasting = new HashMap<>();
    private final Map<Way, Set<Mux>> connections = new HashMap<>();
    private int lastPort = FIRST_CHOSEN_PORT - 1;

    /// The transport of the device with this DER SubjectPublicKeyInfo.
    public Transport transport(byte[] publicKey) {
        return new MemoryTransport(this, publicKey);
    }

    /// From now on the path between two devices is like this, both ways. A cut ends the connections
    /// that stand.
    public void shape(DeviceId a, DeviceId b, LinkConditions shape) {
        shapeOneWay(a, b, shape);
        shapeOneWay(b, a, shape);
    }

    /// The same for what one sends to the other; what comes back is left as it is.
    public void shapeOneWay(DeviceId from, DeviceId to, LinkConditions shape) {
        var way = new Way(from, to);
        Set<Mux> ended;
        synchronized (this) {
            conditions.put(way, shape);
            notifyAll();
            ended = shape.cut() ? ending(way) : Set.of();
        }
        ended.forEach(mux -> mux.lost(CloseCode.LOST, "The path is cut."));
    }

    /// Cuts the path between two devices when one has sent the other so many more bytes, before the
    /// frame that goes beyond.
    public synchronized void cutAfter(DeviceId from, DeviceId to, long bytes) {
        lasting.put(new Way(from, to), new Lasting(bytes, LinkConditions.CUT));
    }

    /// The same, but all stands still then, and what came before can be read in peace.
    public synchronized void stallAfter(DeviceId from, DeviceId to, long bytes) {
        lasting.put(new Way(from, to), new Lasting(bytes, LinkConditions.SILENT));
    }

    /// What one has sent to the other so far, and arrived.
    public synchronized Carried carried(DeviceId from, DeviceId to) {
        return carried.getOrDefault(new Way(from, to), Carried.NOTHING);
    }

    /// The connections over a path, which from now on are none.
    private Set<Mux> ending(Way way) {
        var ending = new HashSet<Mux>();
        for (var each : List.of(way, way.back())) {
            Optional.ofNullable(connections.remove(each)).ifPresent(ending::addAll);
        }
        return ending;
    }

    private LinkConditions conditions(Way way) {
        return conditions.getOrDefault(way, LinkConditions.PERFECT);
    }

    synchronized boolean isCut(Way way) {
        return conditions(way).cut() || conditions(way.back()).cut();
    }

    /// The conditions of a path on which something moves; waits for that.
    synchronized LinkConditions moving(Way way) throws InterruptedException {
        var now = conditions(way);
        while (now.bytesPerSecond() == 0) {
            wait();
            now = conditions(way);
        }
        return now;
    }

    /// Counts a frame that arrives at the far end; false when the path broke before it.
    synchronized boolean passes(Way way, Mux far, int length) throws InterruptedException {
        var left = lasting.get(way);
        if (left != null && left.bytes < length) {
            lasting.remove(way);
            conditions.put(way, left.then);
            if (moving(way).cut()) {
                return false;
            }
        }
        if (isCut(way) || !connections.getOrDefault(way, Set.of()).contains(far)) {
            return false;
        }
        lasting.computeIfPresent(way, (_, l) -> new Lasting(l.bytes - length, l.then));
        carried.merge(way, Carried.NOTHING.with(length), (sum, _) -> sum.with(length));
        return true;
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

    synchronized void stands(Way way, Mux mux) {
        connections.computeIfAbsent(way, _ -> new HashSet<>()).add(mux);
    }

    synchronized void ended(Way way, Mux mux) {
        connections.getOrDefault(way, new HashSet<>()).remove(mux);
    }
}
