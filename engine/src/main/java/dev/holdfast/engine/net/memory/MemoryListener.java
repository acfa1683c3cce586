package dev.holdfast.engine.net.memory;

import dev.holdfast.engine.net.Acceptor;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.net.Listener;
import dev.holdfast.engine.net.NetException;

/// One place in a [MemoryNetwork] where a device can be dialled.
final class MemoryListener implements Listener {

    private final MemoryNetwork network;
    private final MemoryTransport owner;
    private final Acceptor acceptor;
    private final Endpoint endpoint;

    MemoryListener(MemoryNetwork network, MemoryTransport owner, Endpoint wish, Acceptor acceptor)
            throws NetException {
        this.network = network;
        this.owner = owner;
        this.acceptor = acceptor;
        endpoint = network.add(wish, this);
    }

    MemoryTransport owner() {
        return owner;
    }

    Acceptor acceptor() {
        return acceptor;
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        network.remove(this);
    }
}
