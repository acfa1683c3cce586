package dev.holdfast.discovery.beacon;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One socket of one version of IP, in the group on every interface that has such an address. One
/// thread at a time may send and follow, and one receive.
final class Family implements AutoCloseable {

    /// Administratively scoped (RFC 2365), and within the link (RFC 4291), both for private use.
    private static final String GROUP_4 = "239.255.46.53";

    private static final String GROUP_6 = "ff12::4653";

    /// Room to see that a datagram is too long.
    private static final int READ_BYTES = Datagram.BYTES + 1;

    private static final Logger LOG = LoggerFactory.getLogger(Family.class);

    private final Class<? extends InetAddress> kind;
    private final InetAddress group;
    private final int port;
    private final DatagramChannel channel;
    private final Map<NetworkInterface, MembershipKey> joined = new HashMap<>();

    private Family(
            Class<? extends InetAddress> kind,
            InetAddress group,
            int port,
            DatagramChannel channel) {
        this.kind = kind;
        this.group = group;
        this.port = port;
        this.channel = channel;
    }

    static Family four(int port) throws IOException {
        return open(Inet4Address.class, StandardProtocolFamily.INET, GROUP_4, port);
    }

    static Family six(int port) throws IOException {
        return open(Inet6Address.class, StandardProtocolFamily.INET6, GROUP_6, port);
    }

    private static Family open(
            Class<? extends InetAddress> kind,
            StandardProtocolFamily family,
            String group,
            int port)
            throws IOException {
        var channel = DatagramChannel.open(family);
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            if (channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            channel.bind(new InetSocketAddress(port));
            return new Family(kind, InetAddress.getByName(group), port, channel);
        } catch (IOException | UnsupportedOperationException e) {
            channel.close();
            throw new IOException("UDP port " + port + " cannot be shared", e);
        }
    }

    /// Is in the group on these interfaces from now on, and on no other.
    ///
    /// @return whether there is an interface that was not there before
    boolean follow(Collection<NetworkInterface> interfaces) {
        var wanted = new HashSet<NetworkInterface>();
        interfaces.stream().filter(this::speaks).forEach(wanted::add);
        var gone = new HashSet<>(joined.keySet());
        gone.removeAll(wanted);
        gone.forEach(each -> drop(joined.remove(each)));
        boolean isNews = false;
        for (var each : wanted) {
            isNews |= !joined.containsKey(each) && join(each);
        }
        return isNews;
    }

    private boolean speaks(NetworkInterface network) {
        return network.inetAddresses().anyMatch(kind::isInstance);
    }

    private boolean join(NetworkInterface network) {
        try {
            joined.put(network, channel.join(group, network));
            return true;
        } catch (IOException e) {
            LOG.debug("No multicast on {}: {}", network.getName(), e.getMessage());
            return false;
        }
    }

    private static void drop(@Nullable MembershipKey key) {
        if (key != null) {
            key.drop();
        }
    }

    /// Says these on every interface.
    void send(List<Datagram> all) {
        for (var network : Set.copyOf(joined.keySet())) {
            try {
                channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, network);
                for (var each : all) {
                    channel.send(each.toBytes(), new InetSocketAddress(on(network), port));
                }
            } catch (IOException e) {
                LOG.debug("Nothing can be said on {}: {}", network.getName(), e.getMessage());
            }
        }
    }

    private InetAddress on(NetworkInterface network) throws UnknownHostException {
        return kind == Inet6Address.class
                ? Inet6Address.getByAddress(null, group.getAddress(), network)
                : group;
    }

    /// What came, and from where.
    record Heard(ByteBuffer bytes, String host) {}

    /// Waits for the next datagram.
    Heard receive() throws IOException {
        var bytes = ByteBuffer.allocate(READ_BYTES);
        var from = (InetSocketAddress) channel.receive(bytes);
        return new Heard(bytes.flip(), from.getAddress().getHostAddress());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
