package dev.holdfast.engine.net.memory;

import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.net.Acceptor;
import dev.holdfast.engine.net.CloseReason;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.Dial;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.net.Listener;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.NetException.Kind;
import dev.holdfast.engine.net.Peer;
import dev.holdfast.engine.net.Protocol;
import dev.holdfast.engine.net.Transport;
import dev.holdfast.engine.net.memory.MemoryNetwork.Way;
import dev.holdfast.engine.net.mux.Budget;
import dev.holdfast.engine.net.mux.Mux;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// One device in a [MemoryNetwork].
final class MemoryTransport implements Transport {

    private final MemoryNetwork network;
    private final byte[] publicKey;
    private final DeviceId device;
    private final Budget budget = Budget.ofHeap();
    private final Queue<Listener> listeners = new ConcurrentLinkedQueue<>();
    private final Queue<Connection> connections = new ConcurrentLinkedQueue<>();

    MemoryTransport(MemoryNetwork network, byte[] publicKey) {
        this.network = network;
        this.publicKey = publicKey.clone();
        device = new DeviceId(Sha256.of(this.publicKey));
    }

    @Override
    public Listener listen(Endpoint at, Acceptor acceptor) throws NetException {
        var listener = new MemoryListener(network, this, at, acceptor);
        listeners.add(listener);
        return listener;
    }

    @Override
    public Connection connect(Dial dial, Acceptor acceptor) throws NetException {
        var listener = network.at(dial.to());
        if (listener == null) {
            throw new NetException(Kind.UNREACHABLE, "Nobody listens on " + dial.to());
        }
        var far = listener.owner();
        var way = new Way(device, far.device);
        if (network.isCut(way)) {
            throw new NetException(Kind.UNREACHABLE, "The path to %s is cut.".formatted(dial.to()));
        }
        if (!dial.isWelcome(far.device)) {
            throw new NetException(
                    Kind.WRONG_PEER, "%s answers on %s".formatted(far.device, dial.to()));
        }
        var there = new MemoryLink(network, way);
        var back = new MemoryLink(network, way.back());
        var mine = mux(far.peer(dial.protocol(), true), there, acceptor);
        var theirs = far.mux(peer(dial.protocol(), false), back, listener.acceptor());
        network.stands(way.back(), mine);
        network.stands(way, theirs);
        there.start(theirs);
        back.start(mine);
        theirs.start();
        mine.start();
        mine.awaitOpened();
        return mine;
    }

    @Override
    public void close() {
        listeners.forEach(Listener::close);
        var reason = CloseReason.of(CloseCode.SHUTTING_DOWN, "The device stops.");
        connections.forEach(connection -> connection.close(reason));
    }

    private Mux mux(Peer peer, MemoryLink link, Acceptor acceptor) {
        var mux = new Mux(peer, link, acceptor, budget);
        connections.removeIf(connection -> connection.traffic().ended().isPresent());
        connections.add(mux);
        return mux;
    }

    private Peer peer(Protocol protocol, boolean dialled) {
        return new Peer(device, publicKey, protocol, dialled);
    }
}
