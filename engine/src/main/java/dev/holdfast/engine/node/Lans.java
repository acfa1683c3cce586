package dev.holdfast.engine.node;

import dev.holdfast.discovery.Lan;
import dev.holdfast.discovery.Reach;
import dev.holdfast.discovery.Together;
import dev.holdfast.discovery.beacon.BeaconLan;
import dev.holdfast.discovery.mdns.MdnsLan;
import dev.holdfast.engine.crypto.Chance;
import dev.holdfast.engine.net.Endpoint;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// The local networks of this machine: a beacon, which is fast, and mDNS, which passes where a
/// switch keeps groups that it does not know to itself. Within the machine the beacon is enough.
///
/// @param chance draws names that tell nothing
record Lans(Chance chance) {

    Lan everywhere() {
        return both(Reach.everywhere(), Reach.outside());
    }

    /// The networks on which whoever dials this address arrives.
    Lan of(Endpoint listening) {
        try {
            var address = InetAddress.getByName(listening.host());
            if (address.isAnyLocalAddress()) {
                return everywhere();
            }
            var reach = Reach.at(address.getHostAddress());
            return address.isLoopbackAddress() ? new BeaconLan(Reach.inside()) : both(reach, reach);
        } catch (UnknownHostException e) {
            return everywhere();
        }
    }

    private Lan both(Reach beacon, Reach mdns) {
        return new Together(List.of(new BeaconLan(beacon), new MdnsLan(mdns, chance::bits64)));
    }
}
