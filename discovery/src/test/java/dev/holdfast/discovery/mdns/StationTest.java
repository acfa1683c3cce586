package dev.holdfast.discovery.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.discovery.Announcement;
import dev.holdfast.discovery.Announcement.Kind;
import dev.holdfast.discovery.Announcement.Tag;
import dev.holdfast.discovery.Reach;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import javax.jmdns.ServiceInfo;
import javax.jmdns.impl.JmDNSImpl;
import javax.jmdns.impl.ServiceEventImpl;
import javax.jmdns.impl.ServiceInfoImpl;
import javax.jmdns.impl.constants.DNSConstants;

/// What one interface tells, and what it bears.
@Timeout(60)
class StationTest {

    private static final InetSocketAddress GROUP = new InetSocketAddress("224.0.0.251", 5353);
    private static final Announcement HERE = new Announcement(Kind.HERE, new Tag(1, 2), 4653);

    /// Records of one packet.
    private static final int RECORDS = 60;

    private Place place;
    private String type;
    private Station station;

    @BeforeEach
    void a_station_within_this_machine() throws IOException {
        place = Place.on(Reach.inside().interfaces().getFirst()).orElseThrow();
        type = "_h%08x".formatted(ThreadLocalRandom.current().nextInt());
        var lan = new MdnsLan(type + "._tcp.local.", Reach.inside(), () -> 7);
        station = Station.open(lan, place, List.of(HERE), seen -> {});
    }

    @AfterEach
    void it_closes() {
        station.close();
    }

    @Test
    void nothing_that_is_told_names_the_machine() throws IOException {
        var machine = InetAddress.getLocalHost().getHostName();
        try (var listener = new MulticastSocket(GROUP.getPort())) {
            listener.joinGroup(GROUP, place.network());
            var told = "";
            while (!told.contains(Label.of(HERE, 7))) {
                told = next(listener);
                assertThat(told.contains(type) && told.contains(machine)).as(told).isFalse();
            }
            assertThat(told).contains("d0000000000000007");
        }
    }

    private static String next(DatagramSocket listener) throws IOException {
        var packet = new DatagramPacket(new byte[9000], 9000);
        listener.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void what_strangers_make_it_remember_is_counted() throws Exception {
        int before = station.records();
        assertThat(station.isTooLoud()).isFalse();
        try (var liar = new DatagramSocket()) {
            liar.setOption(StandardSocketOptions.IP_MULTICAST_IF, place.network());
            while (station.records() < before + RECORDS) {
                liar.send(new DatagramPacket(records(), records().length, GROUP));
                var _ = new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
            }
        }
    }

    @Test
    void more_events_than_a_pool_makes_are_a_flood() throws IOException {
        var name = "d" + type.substring(2);
        try (var library = new JmDNSImpl(place.own(), name, 0)) {
            var event = new ServiceEventImpl(library, type, "name", null);
            for (int i = 0; i <= Station.EVENTS_MAX; i++) {
                station.serviceAdded(event);
            }
        }
        assertThat(station.isTooLoud()).isTrue();
        assertThat(station.isTooLoud()).as("since then").isFalse();
    }

    @Test
    void the_thread_that_hears_is_one_whose_end_is_noticed() throws Exception {
        var threads = new Thread[64];
        int count = station.ears().enumerate(threads);
        assertThat(Arrays.stream(threads, 0, count))
                .extracting(Thread::getName)
                .anyMatch(name -> name.startsWith("SocketListener"));
        assertThat(station.isDeaf()).isFalse();

        var tripping = Thread.ofPlatform().group(station.ears()).unstarted(StationTest::trip);
        tripping.start();
        tripping.join();
        assertThat(station.isDeaf()).isTrue();
    }

    private static void trip() {
        throw new IllegalStateException("planted");
    }

    /// What is inside the library, and may be otherwise in another version of it.
    @Test
    void the_library_is_still_the_one_that_is_known_from_inside() throws IOException {
        assertThat(DNSConstants.DNS_TTL).isEqualTo((int) Station.TTL.toSeconds());
        var name = "d" + type.substring(2);
        try (var library = new JmDNSImpl(place.own(), name, 0)) {
            var info = ServiceInfo.create(type + "._tcp.local.", "name", 4653, "");
            library.registerService(info);
            assertThat(library.getServices().values())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            ServiceInfoImpl.class,
                            own -> {
                                assertThat(own.isCanceling()).isFalse();
                                own.cancelState();
                                assertThat(own.isCanceling()).as("told no more").isTrue();
                            });
            assertThat(library.getCache()).isNotNull();
        }
    }

    /// An answer that says of many names that they are at an address.
    private static byte[] records() {
        var packet = ByteBuffer.allocate(12 + RECORDS * 24);
        packet.putShort((short) 0).putShort((short) 0x8400).putShort((short) 0);
        packet.putShort((short) RECORDS).putInt(0);
        for (int i = 0; i < RECORDS; i++) {
            var name = "%08x".formatted(i).getBytes(StandardCharsets.US_ASCII);
            packet.put((byte) name.length).put(name).put((byte) 0);
            packet.putShort((short) 1).putShort((short) 1).putInt(3600);
            packet.putShort((short) 4).put(new byte[] {10, 0, 0, 1});
        }
        return packet.array();
    }
}
