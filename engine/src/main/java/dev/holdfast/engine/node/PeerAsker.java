package dev.holdfast.engine.node;

import dev.holdfast.engine.cluster.Cluster;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.wire.Message;
import dev.holdfast.engine.dht.Asker;
import dev.holdfast.engine.net.NetException;

import java.time.Duration;

/// Asks a peer over the connection that the links have to it, or open.
record PeerAsker(Cluster cluster) implements Asker {

    @Override
    public Message ask(DeviceId device, Message question, Duration patience)
            throws NetException, InterruptedException {
        var connection = cluster.reach(device);
        if (connection.isEmpty()) {
            throw new NetException(NetException.Kind.UNREACHABLE, device + " is not reached");
        }
        try (var stream = connection.get().open()) {
            stream.send(question);
            return stream.receive(patience);
        }
    }
}
