package dev.holdfast.discovery;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.function.Predicate;

/// The interfaces of this machine on which is told and heard, as far as they are up.
public record Reach(Predicate<NetworkInterface> where) {

    /// All that carry multicast, and within this machine.
    public static Reach everywhere() {
        return new Reach(_ -> true);
    }

    /// All that carry multicast to other machines.
    public static Reach outside() {
        return new Reach(network -> !isLoopback(network));
    }

    /// Within this machine only.
    public static Reach inside() {
        return new Reach(Reach::isLoopback);
    }

    /// The interface with this address.
    public static Reach at(String address) {
        return new Reach(
                network ->
                        network.inetAddresses().anyMatch(a -> a.getHostAddress().equals(address)));
    }

    /// The interfaces as they are now.
    public List<NetworkInterface> interfaces() throws SocketException {
        return NetworkInterface.networkInterfaces().filter(Reach::carries).filter(where).toList();
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
