package dev.holdfast.engine.net;

import static dev.holdfast.engine.net.Talk.MIB;
import static dev.holdfast.engine.net.Talk.PATIENCE;
import static dev.holdfast.engine.net.Talk.askOften;
import static dev.holdfast.engine.net.Talk.assertFails;
import static dev.holdfast.engine.net.Talk.atOnce;
import static dev.holdfast.engine.net.Talk.echoed;
import static dev.holdfast.engine.net.Talk.noise;
import static dev.holdfast.engine.net.Talk.sendMany;
import static dev.holdfast.engine.net.Talk.sum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.wire.SessionMessage.Ping;
import dev.holdfast.engine.core.wire.SessionMessage.Pong;
import dev.holdfast.engine.net.NetException.Kind;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// What the streams of every [Transport] promise.
abstract class StreamContract extends TwoParties {

    /// For what must not come.
    private static final Duration IMPATIENCE = Duration.ofMillis(50);

    @Test
    void a_question_is_answered_on_its_stream() throws Exception {
        served.by(Talk::answerPings);
        try (var stream = connect().open()) {
            for (int i = 0; i < 3; i++) {
                stream.send(new Ping(i));
                assertThat(stream.receive(PATIENCE)).isEqualTo(new Pong(i));
            }
        }
    }

    @Test
    void either_side_may_open_a_stream() throws Exception {
        var mine = new Served();
        mine.by(Talk::answerPings);
        connect(mine);
        try (var stream = served.connection().open()) {
            stream.send(new Ping(7));
            assertThat(stream.receive(PATIENCE)).isEqualTo(new Pong(7));
        }
    }

    @Test
    void bytes_and_messages_keep_their_order() throws Exception {
        served.by(
                (_, stream) -> {
                    for (int i = 1; i < 5; i++) {
                        stream.receive(PATIENCE);
                        var bytes = ByteBuffer.allocate(i * 100_000);
                        stream.receiveBytes(bytes, PATIENCE);
                        stream.send(new Pong(bytes.flip().get(i)));
                        stream.sendBytes(bytes);
                    }
                });
        try (var stream = connect().open()) {
            for (int i = 1; i < 5; i++) {
                stream.send(new Ping(i));
                var sent = noise(i, i * 100_000);
                stream.sendBytes(sent.duplicate());
                assertThat(stream.receive(PATIENCE)).isEqualTo(new Pong(sent.get(i)));
                var back = ByteBuffer.allocate(sent.remaining());
                stream.receiveBytes(back, PATIENCE);
                assertThat(back.flip()).isEqualTo(sent);
            }
        }
    }

    @Test
    void a_buffer_may_be_used_again_as_soon_as_it_is_sent() throws Exception {
        served.by(
                (_, stream) -> {
                    for (int i = 0; i < 64; i++) {
                        var bytes = ByteBuffer.allocate(MIB);
                        stream.receiveBytes(bytes, PATIENCE);
                        stream.send(new Pong(sum(bytes.flip())));
                    }
                });
        for (var buffer : List.of(ByteBuffer.allocate(MIB), ByteBuffer.allocateDirect(MIB))) {
            try (var stream = connect().open()) {
                var sums = new ArrayList<Long>();
                for (int i = 0; i < 64; i++) {
                    buffer.clear().put(noise(i, MIB)).flip();
                    sums.add(sum(buffer));
                    stream.sendBytes(buffer);
                    assertThat(buffer.hasRemaining()).isFalse();
                }
                for (var sum : sums) {
                    assertThat(stream.receive(PATIENCE)).isEqualTo(new Pong(sum));
                }
            }
        }
    }

    @Test
    void many_streams_talk_at_once() throws Exception {
        served.by(Talk::echoBytes);
        var connection = connect();
        assertThat(
                        atOnce(
                                200,
                                i ->
                                        () -> {
                                            try (var stream = connection.open()) {
                                                return echoed(stream, i, 1 + i * 1001);
                                            }
                                        }))
                .containsOnly(true);
    }

    @Test
    void a_stream_carries_more_than_memory_holds() throws Exception {
        long total = 256L * MIB;
        served.by(
                (_, stream) -> {
                    long sum = 0;
                    var bytes = ByteBuffer.allocate(MIB);
                    for (long got = 0; got < total; got += MIB) {
                        stream.receiveBytes(bytes.clear(), PATIENCE);
                        sum += sum(bytes.flip());
                    }
                    stream.send(new Pong(sum));
                });
        try (var stream = connect().open()) {
            long sum = 0;
            for (int i = 0; i < total / MIB; i++) {
                var bytes = noise(i % 8, MIB);
                sum += sum(bytes);
                stream.sendBytes(bytes);
            }
            assertThat(stream.receive(PATIENCE)).isEqualTo(new Pong(sum));
        }
    }

    @Test
    void who_does_not_read_stops_the_sender_and_nobody_else() throws Exception {
        var go = new CountDownLatch(1);
        served.by(
                (_, stream) -> {
                    if (stream.receive(PATIENCE) instanceof Ping(var nonce) && nonce == 0) {
                        go.await();
                        stream.receiveBytes(ByteBuffer.allocate(40 * MIB), PATIENCE);
                        stream.send(new Pong(0));
                    } else {
                        stream.send(new Pong(1));
                    }
                });
        var connection = connect();
        try (var slow = connection.open();
                var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            slow.send(new Ping(0));
            var sending = workers.submit(() -> sendMany(slow, 40));
            askOften(connection, 100);
            assertThat(connection.traffic().sentBytes()).isLessThan(20L * MIB);
            assertThat(sending.isDone()).isFalse();
            go.countDown();
            sending.get();
            assertThat(slow.receive(PATIENCE)).isEqualTo(new Pong(0));
        }
    }

    @Test
    void what_was_said_before_closing_a_stream_is_heard() throws Exception {
        served.by(
                (_, stream) -> {
                    stream.receive(PATIENCE);
                    stream.send(new Pong(1));
                    stream.sendBytes(noise(1, 300_000));
                });
        try (var stream = connect().open()) {
            stream.send(new Ping(1));
            assertThat(stream.receive(PATIENCE)).isEqualTo(new Pong(1));
            var bytes = ByteBuffer.allocate(300_000);
            stream.receiveBytes(bytes, PATIENCE);
            assertThat(bytes.flip()).isEqualTo(noise(1, 300_000));
            assertFails(Kind.ENDED, () -> stream.receive(PATIENCE));
            assertFails(Kind.ENDED, () -> stream.send(new Ping(2)));
        }
    }

    @Test
    void a_conversation_that_fails_resets_its_stream_and_no_other() throws Exception {
        served.by(
                (_, stream) -> {
                    if (stream.receive(PATIENCE) instanceof Ping(var nonce) && nonce == 0) {
                        throw new NetException(Kind.WRONG_STATE, "on purpose");
                    }
                    stream.send(new Pong(1));
                });
        var connection = connect();
        try (var failing = connection.open();
                var other = connection.open()) {
            failing.send(new Ping(0));
            assertFails(Kind.RESET, () -> failing.receive(PATIENCE));
            other.send(new Ping(1));
            assertThat(other.receive(PATIENCE)).isEqualTo(new Pong(1));
        }
    }

    @Test
    void a_message_is_not_taken_for_bytes_nor_bytes_for_a_message() throws Exception {
        served.by(
                (_, stream) -> {
                    stream.receive(PATIENCE);
                    stream.send(new Pong(1));
                    stream.sendBytes(ByteBuffer.allocate(10));
                });
        try (var stream = connect().open()) {
            stream.send(new Ping(1));
            assertFails(
                    Kind.WRONG_STATE, () -> stream.receiveBytes(ByteBuffer.allocate(1), PATIENCE));
            stream.receive(PATIENCE);
            assertFails(Kind.WRONG_STATE, () -> stream.receive(PATIENCE));
        }
    }

    @Test
    void who_says_nothing_is_not_waited_for_longer_than_agreed() throws Exception {
        var done = new CountDownLatch(1);
        served.by((_, _) -> done.await());
        try (var stream = connect().open()) {
            stream.send(new Ping(1));
            assertFails(Kind.TIMEOUT, () -> stream.receive(IMPATIENCE));
            assertFails(
                    Kind.TIMEOUT, () -> stream.receiveBytes(ByteBuffer.allocate(1), IMPATIENCE));
        } finally {
            done.countDown();
        }
    }

    /// All of it would take a hundred times as long as it may.
    @Test
    void who_says_a_byte_now_and_then_is_not_waited_for_for_ever() throws Exception {
        var done = new CountDownLatch(1);
        served.by(
                (_, stream) -> {
                    stream.receive(PATIENCE);
                    do {
                        stream.sendBytes(ByteBuffer.allocate(1));
                    } while (!done.await(IMPATIENCE.toMillis() / 2, TimeUnit.MILLISECONDS));
                });
        try (var stream = connect().open()) {
            stream.send(new Ping(1));
            var into = ByteBuffer.allocate(Stream.RUN_RATE_MIN / 4);
            assertFails(Kind.TIMEOUT, () -> stream.receiveBytes(into, IMPATIENCE));
        } finally {
            done.countDown();
        }
    }

    @Test
    void runs_of_bytes_show_that_what_was_asked_for_comes_and_messages_do_not() throws Exception {
        served.by(
                (_, stream) -> {
                    stream.send(stream.receive(PATIENCE));
                    stream.receive(PATIENCE);
                    stream.sendBytes(noise(1, 1000));
                    stream.send(stream.receive(PATIENCE));
                });
        var connection = connect();
        try (var stream = connection.open()) {
            stream.send(new Ping(0));
            stream.receive(PATIENCE);
            long before = System.nanoTime();
            stream.send(new Ping(1));
            stream.receiveBytes(ByteBuffer.allocate(1000), PATIENCE);
            long quiet = connection.traffic().bulkSilence().toNanos();
            long most = System.nanoTime() - before;
            assertThat(quiet).isLessThanOrEqualTo(most);

            long after = System.nanoTime();
            stream.send(new Ping(2));
            stream.receive(PATIENCE);
            long since = System.nanoTime() - after;
            assertThat(connection.traffic().bulkSilence().toNanos()).isGreaterThanOrEqualTo(since);
        }
    }

    @Test
    void streams_that_end_make_room_for_others() throws Exception {
        served.by(Talk::answerPings);
        var connection = connect();
        for (int i = 0; i < 10 * Connection.STREAMS_MAX; i++) {
            try (var stream = connection.open()) {
                stream.send(new Ping(i));
                assertThat(stream.receive(PATIENCE)).isEqualTo(new Pong(i));
            }
        }
    }

    @Test
    void a_stream_abandoned_by_its_reader_costs_the_others_nothing() throws Exception {
        served.by(
                (_, stream) -> {
                    stream.receive(PATIENCE);
                    stream.sendBytes(ByteBuffer.allocate(MIB));
                });
        var connection = connect();
        for (int i = 0; i < 100; i++) {
            try (var stream = connection.open()) {
                stream.send(new Ping(i));
                stream.receiveBytes(ByteBuffer.allocate(10), PATIENCE);
            }
        }
        try (var stream = connection.open()) {
            stream.send(new Ping(0));
            stream.receiveBytes(ByteBuffer.allocate(MIB), PATIENCE);
        }
    }
}
