package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Machines of their own on one local network: network namespaces of this kernel, joined by a
/// bridge, on which this process is one more machine. Only root can make them; where that cannot be
/// done there is nothing to see, and that is wrong where all must be seen.
final class Street implements AutoCloseable {

    private static final int OWN = 254;

    private final String bridge = "hf" + ProcessHandle.current().pid();
    private final List<String> houses = new ArrayList<>();
    private final String prefix;

    private Street(String prefix) {
        this.prefix = prefix;
    }

    static Street build() throws IOException, InterruptedException {
        var street = new Street(free());
        if (run("ip", "link", "add", street.bridge, "type", "bridge") != 0
                || run("ip", "addr", "add", street.address(OWN) + "/24", "dev", street.bridge) != 0
                || run("ip", "link", "set", street.bridge, "up") != 0) {
            street.close();
            assertThat(System.getenv("CI")).as("namespaces are needed here").isNotEqualTo("true");
            abort("only root can make network namespaces");
        }
        return street;
    }

    /// The beginning of addresses that no street on this machine has, also none that a process left
    /// behind which was killed.
    private static String free() throws IOException {
        var taken =
                NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .map(InetAddress::getHostAddress)
                        .toList();
        return IntStream.range(0, 256)
                .map(i -> (int) ((ProcessHandle.current().pid() + i) % 256))
                .mapToObj("10.213.%d."::formatted)
                .filter(prefix -> taken.stream().noneMatch(each -> each.startsWith(prefix)))
                .findFirst()
                .orElseThrow();
    }

    /// From now on the bridge is a switch that watches who is in which group, and has forgotten all
    /// of it: it passes the groups of the link, of which nobody need say so, and no other.
    void forgetsGroups() throws InterruptedException {
        var set = List.of("ip", "link", "set", bridge, "type", "bridge");
        var forgetful =
                List.of(
                        List.of("mcast_snooping", "1"),
                        List.of("mcast_query_interval", "1000000"),
                        List.of("mcast_startup_query_count", "1"),
                        List.of("mcast_query_response_interval", "1"),
                        List.of("mcast_membership_interval", "1"),
                        List.of("mcast_querier", "1"));
        for (var each : forgetful) {
            done(Stream.concat(set.stream(), each.stream()).toArray(String[]::new));
        }
    }

    String address(int last) {
        return prefix + last;
    }

    /// That of the machine that this process is.
    String ownAddress() {
        return address(OWN);
    }

    /// One more machine on the network.
    ///
    /// @param last the last number of its address
    House house(String name, int last) throws InterruptedException {
        var space = bridge + "-" + name;
        houses.add(space);
        done("ip", "netns", "add", space);
        var wire = bridge + name.charAt(0);
        done("ip", "link", "add", wire, "type", "veth", "peer", "name", "eth0", "netns", space);
        done("ip", "link", "set", wire, "master", bridge, "up");
        done("ip", "-n", space, "addr", "add", address(last) + "/24", "dev", "eth0");
        done("ip", "-n", space, "link", "set", "eth0", "up");
        done("ip", "-n", space, "link", "set", "lo", "up");
        return new House(space, wire);
    }

    /// A machine.
    ///
    /// @param wire its end of the cable on the bridge
    record House(String space, String wire) {

        /// What a command line begins with that runs there.
        List<String> inside() {
            return List.of("ip", "netns", "exec", space);
        }

        void unplug() throws InterruptedException {
            done("ip", "link", "set", wire, "down");
        }

        void plugIn() throws InterruptedException {
            done("ip", "link", "set", wire, "up");
        }

        void speaksIpv4Alone() throws InterruptedException {
            var off = "echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6";
            done("ip", "netns", "exec", space, "sh", "-c", off);
        }

        /// It has the address that it gives itself on this link, and no other.
        void speaksIpv6Alone() throws InterruptedException {
            done("ip", "-n", space, "-4", "addr", "flush", "dev", "eth0");
        }

        /// Another address takes the place of the one it had.
        void moves(String address) throws InterruptedException {
            done("ip", "-n", space, "addr", "flush", "dev", "eth0", "scope", "global");
            done("ip", "-n", space, "addr", "add", address + "/24", "dev", "eth0");
        }
    }

    @Override
    public void close() {
        try {
            for (var house : houses) {
                run("ip", "netns", "del", house);
            }
            run("ip", "link", "del", bridge);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void done(String... words) throws InterruptedException {
        assertThat(run(words)).as("%s", List.of(words)).isZero();
    }

    private static int run(String... words) throws InterruptedException {
        try {
            return new ProcessBuilder(List.of(words))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            // There is no such program.
            return -1;
        }
    }
}
