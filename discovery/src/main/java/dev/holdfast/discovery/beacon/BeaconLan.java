package dev.holdfast.discovery.beacon;

import dev.holdfast.discovery.Discovery;
import dev.holdfast.discovery.Lan;
import dev.holdfast.discovery.Sighting;

import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The networks that this machine is on, by UDP multicast.
///
/// @param port of UDP, the same on all devices
/// @param where the interfaces on which to tell and to hear
public record BeaconLan(int port, Predicate<NetworkInterface> where) implements Lan {

    /// The port of UDP unless tests take another.
    public static final int PORT = 4653;

    /// On every interface that is up and carries multicast, and within this machine.
    public static BeaconLan everywhere() {
        return new BeaconLan(PORT, _ -> true);
    }

    /// Within this machine only.
    public static BeaconLan inside() {
        return new BeaconLan(PORT, BeaconLan::isLoopback);
    }

    /// On the interface with this address.
    public static BeaconLan at(String address) {
        return new BeaconLan(
                PORT,
                network ->
                        network.inetAddresses().anyMatch(a -> a.getHostAddress().equals(address)));
    }

    @Override
    public Discovery enter(Consumer<Sighting> heard) throws IOException {
        return Beacon.start(this, heard);
    }

    /// The interfaces as they are now.
    List<NetworkInterface> interfaces() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .filter(BeaconLan::carries)
                .filter(where)
                .toList();
    }

    /// The loopback does, although some systems do not say so.
    private static boolean carries(NetworkInterface network) {
        try {
            return network.isUp() && (network.isLoopback() || network.supportsMulticast());
        } catch (SocketException e) {
            return false;
        }
    }

    private static boolean isLoopback(NetworkInterface network) {
        try {
            return network.isLoopback();
        } catch (SocketException e) {
            return false;
        }
    }
}
