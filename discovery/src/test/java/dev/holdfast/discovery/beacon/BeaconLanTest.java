package dev.holdfast.discovery.beacon;

import dev.holdfast.discovery.Lan;
import dev.holdfast.discovery.Reach;
import dev.holdfast.discovery.contract.DiscoveryContract;

import java.io.IOException;
import java.net.DatagramSocket;

/// Within this machine, on a port that nobody else uses.
class BeaconLanTest extends DiscoveryContract {

    @Override
    protected Lan emptyLan() throws IOException {
        try (var socket = new DatagramSocket(0)) {
            return new BeaconLan(socket.getLocalPort(), Reach.inside());
        }
    }
}
