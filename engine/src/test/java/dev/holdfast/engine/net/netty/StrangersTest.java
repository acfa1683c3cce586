package dev.holdfast.engine.net.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.core.wire.RosterMessage.Statements;
import dev.holdfast.engine.core.wire.SessionMessage.Ping;
import dev.holdfast.engine.crypto.DeviceKeys;
import dev.holdfast.engine.crypto.bc.BcDeviceKeys;
import dev.holdfast.engine.crypto.bc.SecureChance;
import dev.holdfast.engine.net.Acceptor;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.Dial;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.net.Listener;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Protocol;
import dev.holdfast.engine.net.Served;
import dev.holdfast.engine.net.Transport;
import dev.holdfast.engine.net.mux.Frame;
import dev.holdfast.engine.net.proto.MessageCodec;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Who does not speak as a device does is turned away, with the reason where it can be said, and
/// whoever speaks properly is served as before.
@Timeout(120)
class StrangersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Endpoint HERE = new Endpoint("127.0.0.1", 0);

    private final DeviceKeys bob = keys();
    private final DeviceKeys eve = keys();
    private final Served served = new Served();
    private final List<Transport> transports = new ArrayList<>();

    /// What an admitted peer may not say, and the code it is told.
    record Offence(String name, byte[] said, CloseCode code) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Offence> offences() {
        return Stream.of(
                new Offence("a negative length", header(-1, 1, 1), CloseCode.MALFORMED),
                new Offence("a length of 2 GiB", header(1 << 31, 2, 1), CloseCode.MALFORMED),
                new Offence("a message over 1 MiB", header(2 << 20, 1, 1), CloseCode.MALFORMED),
                new Offence("bytes over 256 KiB", header(300 << 10, 2, 1), CloseCode.MALFORMED),
                new Offence("an unknown kind", header(1, 9, 1), CloseCode.MALFORMED),
                new Offence("a stream below zero", header(1, 1, -5), CloseCode.MALFORMED),
                new Offence("a message on stream 0", ping(0), CloseCode.WRONG_STATE),
                new Offence("a stream of the listener's", ping(2), CloseCode.WRONG_STATE),
                new Offence("the end of no stream", header(0, 4, 1), CloseCode.WRONG_STATE),
                new Offence("a receipt for nothing", receipt(1000), CloseCode.WRONG_STATE),
                new Offence("too many streams", pings(65), CloseCode.FLOODED),
                new Offence("more than was granted", bytes(5), CloseCode.FLOODED));
    }

    @AfterEach
    void everybody_leaves() {
        transports.forEach(Transport::close);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("offences")
    void an_offence_ends_its_connection_with_the_reason(Offence offence) throws Exception {
        served.by((_, _) -> served.reason());
        var listener = listen(NettyLimits.DEFAULT);
        try (var peer = RawPeer.tls(listener.endpoint(), eve.tls(), eve.tls(), "TLSv1.3")) {
            peer.shakeHands();
            served.connection();
            peer.say(offence.said);
            assertThat(served.reason().code()).isEqualTo(offence.code);
            peer.awaitEnd();
        }
        assertServes(listener);
    }

    @Test
    void a_message_that_is_none_ends_the_connection() throws Exception {
        served.by((_, stream) -> stream.receive(PATIENCE));
        var listener = listen(NettyLimits.DEFAULT);
        try (var peer = RawPeer.tls(listener.endpoint(), eve.tls(), eve.tls(), "TLSv1.3")) {
            peer.say(new Frame.Control(1, new byte[] {(byte) 0xff, 1, 2, 3}));
            assertThat(served.reason().code()).isEqualTo(CloseCode.MALFORMED);
        }
        assertServes(listener);
    }

    @Test
    void an_older_tls_is_refused() throws Exception {
        var listener = listen(NettyLimits.DEFAULT);
        try (var peer = RawPeer.tls(listener.endpoint(), eve.tls(), eve.tls(), "TLSv1.2")) {
            assertRefused(peer);
        }
        assertServes(listener);
    }

    @Test
    void who_shows_no_certificate_is_refused() throws Exception {
        var listener = listen(NettyLimits.DEFAULT);
        try (var peer = RawPeer.tls(listener.endpoint(), eve.tls(), null, "TLSv1.3")) {
            assertRefused(peer);
        }
        assertServes(listener);
    }

    @Test
    void who_speaks_no_tls_is_refused() throws Exception {
        var listener = listen(NettyLimits.DEFAULT);
        try (var peer = RawPeer.plain(listener.endpoint())) {
            peer.say("GET / HTTP/1.1\r\nHost: lake.house\r\n\r\n".getBytes(StandardCharsets.UTF_8))
                    .awaitEnd();
        }
        assertServes(listener);
    }

    @Test
    void garbage_is_refused() throws Exception {
        var listener = listen(NettyLimits.DEFAULT);
        for (int seed = 0; seed < 20; seed++) {
            var garbage = new byte[4096];
            new Random(seed).nextBytes(garbage);
            try (var peer = RawPeer.plain(listener.endpoint())) {
                assertRefused(peer, garbage);
            }
        }
        assertServes(listener);
    }

    @Test
    void only_so_many_strangers_are_heard_at_once() throws Exception {
        var listener = listen(new NettyLimits(PATIENCE, 2));
        try (var one = RawPeer.plain(listener.endpoint());
                var two = RawPeer.plain(listener.endpoint());
                var three = RawPeer.plain(listener.endpoint())) {
            three.awaitEnd();
            one.say(new byte[] {1, 2, 3, 4, 5, 6}).awaitEnd();
            two.say(new byte[] {1, 2, 3, 4, 5, 6}).awaitEnd();
        }
        assertServes(listener);
    }

    @Test
    void who_is_admitted_is_no_stranger_any_more() throws Exception {
        var listener = listen(new NettyLimits(PATIENCE, 1));
        var connections = new ArrayList<Connection>();
        for (int i = 0; i < 5; i++) {
            connections.add(dial(listener));
            awaitAnswer(connections.getLast());
        }
        assertThat(connections).allMatch(each -> each.traffic().ended().isEmpty());
    }

    @Test
    void who_does_not_finish_the_handshake_is_hung_up_on() throws Exception {
        var listener = listen(new NettyLimits(Duration.ofMillis(50), 64));
        try (var peer = RawPeer.plain(listener.endpoint())) {
            peer.awaitEnd();
        }
    }

    @Test
    void who_is_not_admitted_in_time_is_told_so() throws Exception {
        served.admitting(false);
        var mine = new Served();
        dial(listen(new NettyLimits(Duration.ofSeconds(1), 64)), mine);
        assertThat(mine.reason().code()).isEqualTo(CloseCode.TOO_SLOW);
    }

    @Test
    void a_message_of_who_is_not_admitted_may_not_be_long() throws Exception {
        served.admitting(false);
        var listener = listen(NettyLimits.DEFAULT);
        try (var peer = RawPeer.tls(listener.endpoint(), eve.tls(), eve.tls(), "TLSv1.3")) {
            var long65KiB = new Statements(List.of(new byte[65 << 10]), false);
            peer.say(new Frame.Control(1, MessageCodec.encode(long65KiB)));
            assertThat(served.reason().code()).isEqualTo(CloseCode.MALFORMED);
        }
    }

    private Listener listen(NettyLimits limits) throws NetException {
        return transport(bob, limits).listen(HERE, served);
    }

    private Connection dial(Listener listener) throws NetException, InterruptedException {
        return dial(listener, new Served());
    }

    private Connection dial(Listener listener, Acceptor acceptor)
            throws NetException, InterruptedException {
        var dial = new Dial(listener.endpoint(), bob.id(), Protocol.PEER, PATIENCE);
        return transport(keys(), NettyLimits.DEFAULT).connect(dial, acceptor);
    }

    private Transport transport(DeviceKeys keys, NettyLimits limits) {
        transports.add(new NettyTransport(keys.tls(), limits));
        return transports.getLast();
    }

    private void assertServes(Listener listener) throws NetException, InterruptedException {
        awaitAnswer(dial(listener));
    }

    private void awaitAnswer(Connection connection) throws NetException, InterruptedException {
        served.by((_, stream) -> stream.send(stream.receive(PATIENCE)));
        try (var stream = connection.open()) {
            stream.send(new Ping(7));
            assertThat(stream.receive(PATIENCE)).isEqualTo(new Ping(7));
        }
    }

    private static void assertRefused(RawPeer peer) {
        assertRefused(peer, ping(1));
    }

    /// In TLS 1.3 a client learns of its refusal only when it speaks or listens.
    private static void assertRefused(RawPeer peer, byte[] said) {
        try {
            peer.say(said).awaitEnd();
        } catch (IOException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }

    private static DeviceKeys keys() {
        return BcDeviceKeys.generate(new SecureChance());
    }

    private static byte[] header(int length, int kind, int stream) {
        return ByteBuffer.allocate(Frame.HEADER_BYTES + 1)
                .putInt(length)
                .put((byte) kind)
                .putInt(stream)
                .array();
    }

    private static byte[] ping(int stream) {
        return written(new Frame.Control(stream, MessageCodec.encode(new Ping(1))));
    }

    private static byte[] pings(int count) {
        var out = ByteBuffer.allocate(count * ping(1).length);
        IntStream.range(0, count).forEach(i -> out.put(ping(2 * i + 1)));
        return out.array();
    }

    private static byte[] receipt(long total) {
        return written(new Frame.Receipt(total));
    }

    private static byte[] bytes(int frames) {
        var out = ByteBuffer.allocate(frames * (Frame.HEADER_BYTES + Frame.BYTES_MAX));
        for (int i = 0; i < frames; i++) {
            out.putInt(Frame.BYTES_MAX).put((byte) Frame.BYTES).putInt(1);
            out.position(out.position() + Frame.BYTES_MAX);
        }
        return out.array();
    }

    private static byte[] written(Frame frame) {
        var out = ByteBuffer.allocate(Frame.HEADER_BYTES + frame.bodyLength());
        frame.write(out);
        return out.array();
    }
}
