package dev.holdfast.engine.net;

import static dev.holdfast.engine.net.Talk.MIB;
import static dev.holdfast.engine.net.Talk.PATIENCE;
import static dev.holdfast.engine.net.Talk.answerPings;
import static dev.holdfast.engine.net.Talk.assertFails;
import static dev.holdfast.engine.net.Talk.echoed;
import static dev.holdfast.engine.net.Talk.noise;
import static dev.holdfast.engine.net.Talk.sendMany;
import static dev.holdfast.engine.net.Talk.sendStatements;
import static dev.holdfast.engine.net.Talk.statements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.core.wire.SessionMessage.Ping;
import dev.holdfast.engine.core.wire.SessionMessage.Pong;
import dev.holdfast.engine.net.NetException.Kind;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// What every [Transport] promises. A transport's own test extends this and says how to make
/// parties that can dial each other.
public abstract class TransportContract extends StreamContract {

    @Test
    void each_side_knows_who_the_other_is() throws Exception {
        var connection = connect();
        var there = served.connection();
        assertThat(connection.peer().device()).isEqualTo(bob.id());
        assertThat(connection.peer().dialled()).isTrue();
        assertThat(there.peer().device()).isEqualTo(ann.id());
        assertThat(there.peer().dialled()).isFalse();
        assertThat(there.peer().protocol()).isEqualTo(Protocol.PEER);
    }

    @Test
    void a_connection_is_for_the_protocol_that_was_dialled() throws Exception {
        var dial = new Dial(listener.endpoint(), bob.id(), Protocol.PAIR, PATIENCE);
        ann.transport().connect(dial, new Served());
        assertThat(served.connection().peer().protocol()).isEqualTo(Protocol.PAIR);
    }

    @Test
    void another_device_than_the_expected_one_is_refused() {
        var dial = new Dial(listener.endpoint(), ann.id(), Protocol.PEER, PATIENCE);
        assertThatThrownBy(() -> ann.transport().connect(dial, new Served()))
                .isInstanceOfSatisfying(
                        NetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.WRONG_PEER));
    }

    @Test
    void a_place_where_nobody_listens_is_unreachable() {
        listener.close();
        assertThatThrownBy(this::connect)
                .isInstanceOfSatisfying(
                        NetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE));
    }

    @Test
    void a_place_is_listened_on_once() {
        assertThatThrownBy(() -> ann.transport().listen(listener.endpoint(), new Served()))
                .isInstanceOfSatisfying(
                        NetException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.CANNOT_LISTEN));
    }

    @Test
    void only_so_many_streams_are_open_at_once() throws Exception {
        var go = new CountDownLatch(1);
        served.by(
                (from, stream) -> {
                    go.await();
                    answerPings(from, stream);
                });
        var connection = connect();
        var streams = new ArrayList<Stream>();
        for (int i = 0; i < Connection.STREAMS_MAX; i++) {
            streams.add(connection.open());
            streams.getLast().send(new Ping(i));
        }
        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            var oneMore = workers.submit(connection::open);
            assertThat(oneMore.isDone()).isFalse();
            go.countDown();
            assertThat(streams.getFirst().receive(PATIENCE)).isEqualTo(new Pong(0));
            streams.getFirst().close();
            oneMore.get().close();
        }
        streams.forEach(Stream::close);
    }

    @Test
    void both_sides_know_why_a_connection_was_closed() throws Exception {
        var mine = new Served();
        var connection = connect(mine);
        var there = served.connection();
        connection.close(CloseReason.of(CloseCode.REVOKED, "for the test"));
        assertThat(mine.reason()).isEqualTo(CloseReason.of(CloseCode.REVOKED, "for the test"));
        var said = new CloseReason(CloseCode.REVOKED, "for the test", true);
        assertThat(served.reason()).isEqualTo(said);
        assertThat(there.traffic().ended()).hasValue(said);
        assertFails(Kind.CLOSED, connection::open);
        assertFails(Kind.CLOSED, there::open);
    }

    @Test
    void closing_in_the_middle_ends_every_conversation() throws Exception {
        var started = new CountDownLatch(1);
        served.by(
                (_, stream) -> {
                    stream.receiveBytes(ByteBuffer.allocate(MIB), PATIENCE);
                    started.countDown();
                    new CountDownLatch(1).await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                });
        var connection = connect();
        try (var stream = connection.open();
                var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            var sending = workers.submit(() -> sendMany(stream, 100));
            started.await();
            served.connection().close(CloseReason.of(CloseCode.SHUTTING_DOWN, "now"));
            assertThatThrownBy(sending::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            NetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CLOSED));
            assertThat(connection.traffic().ended().orElseThrow().code())
                    .isEqualTo(CloseCode.SHUTTING_DOWN);
        }
    }

    @Test
    void what_was_said_before_closing_the_connection_is_heard() throws Exception {
        served.by(
                (connection, stream) -> {
                    stream.receive(PATIENCE);
                    stream.send(new Pong(1));
                    stream.sendBytes(noise(1, 500_000));
                    connection.close(CloseReason.of(CloseCode.DONE, "good bye"));
                });
        try (var stream = connect().open()) {
            stream.send(new Ping(1));
            assertThat(stream.receive(PATIENCE)).isEqualTo(new Pong(1));
            var bytes = ByteBuffer.allocate(500_000);
            stream.receiveBytes(bytes, PATIENCE);
            assertThat(bytes.flip()).isEqualTo(noise(1, 500_000));
            assertFails(Kind.CLOSED, () -> stream.receive(PATIENCE));
        }
    }

    @Test
    void a_device_that_stops_says_so() throws Exception {
        connect();
        served.connection();
        ann.transport().close();
        assertThat(served.reason().code()).isEqualTo(CloseCode.SHUTTING_DOWN);
    }

    @Test
    void who_is_not_admitted_can_say_only_so_much() throws Exception {
        served.admitting(false);
        served.by((_, _) -> new CountDownLatch(1).await());
        var mine = new Served();
        var connection = connect(mine);
        try (var stream = connection.open();
                var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                stream.send(statements(15 << 10));
            }
            var tooMuch = workers.submit(() -> sendStatements(stream));
            assertThat(mine.reason().code()).isEqualTo(CloseCode.FLOODED);
            assertThatThrownBy(tooMuch::get).isInstanceOf(ExecutionException.class);
        }
    }

    @Test
    void bytes_of_who_is_not_admitted_wait_for_it() throws Exception {
        served.admitting(false);
        served.by(Talk::echoBytes);
        var connection = connect();
        try (var stream = connection.open();
                var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            var echo = workers.submit(() -> echoed(stream, 1, 3 * MIB));
            assertThat(connection.traffic().sentBytes()).isLessThan(80 << 10);
            served.connection().admit();
            assertThat(echo.get()).isTrue();
        }
    }

    @Test
    void traffic_is_counted_and_proves_life() throws Exception {
        served.by(Talk::echoBytes);
        var connection = connect();
        try (var stream = connection.open()) {
            assertThat(echoed(stream, 1, MIB)).isTrue();
        }
        var traffic = connection.traffic();
        assertThat(traffic.sentBytes()).isGreaterThan(MIB);
        assertThat(traffic.receivedBytes()).isGreaterThan(MIB);
        assertThat(traffic.silence()).isLessThan(PATIENCE);
        assertThat(traffic.ended()).isEmpty();
    }
}
