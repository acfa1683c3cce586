package dev.holdfast.discovery.mdns;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;

/// An interface as it is now, by one address of it: by IPv4 where it has one, for switches pass
/// that group everywhere.
///
/// @param own the address
/// @param near all addresses of the interface, with their networks
record Place(NetworkInterface network, InetAddress own, Set<InterfaceAddress> near) {

    static Optional<Place> on(NetworkInterface network) {
        var all = network.getInterfaceAddresses();
        var addresses = all.stream().map(InterfaceAddress::getAddress).toList();
        return addresses.stream()
                .filter(Inet4Address.class::isInstance)
                .findFirst()
                .or(() -> addresses.stream().filter(InetAddress::isLinkLocalAddress).findFirst())
                .map(own -> new Place(network, own, Set.copyOf(all)));
    }

    String name() {
        return network.getName();
    }

    /// How an address is dialled from here; empty when it is not on this very network: nobody is to
    /// send this device elsewhere.
    Optional<String> host(InetAddress told) {
        if (near.stream().noneMatch(each -> holds(each, told))) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    told instanceof Inet6Address && told.isLinkLocalAddress()
                            ? Inet6Address.getByAddress(null, told.getAddress(), network)
                                    .getHostAddress()
                            : told.getHostAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static boolean holds(InterfaceAddress own, InetAddress told) {
        var mine = own.getAddress().getAddress();
        var theirs = told.getAddress();
        int bits = own.getNetworkPrefixLength();
        if (mine.length != theirs.length || bits <= 0 || bits > 8 * mine.length) {
            return false;
        }
        for (int i = 0; i < bits; i++) {
            int mask = 0x80 >> (i % 8);
            if ((mine[i / 8] & mask) != (theirs[i / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
