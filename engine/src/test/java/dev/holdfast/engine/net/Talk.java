package dev.holdfast.engine.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.core.wire.Message;
import dev.holdfast.engine.core.wire.RosterMessage.Statements;
import dev.holdfast.engine.core.wire.SessionMessage.Ping;
import dev.holdfast.engine.core.wire.SessionMessage.Pong;
import dev.holdfast.engine.net.NetException.Kind;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/// What parties say to each other in tests.
final class Talk {

    /// Long enough for any machine; nothing waits this long unless it is broken.
    static final Duration PATIENCE = Duration.ofSeconds(60);

    static final int MIB = 1 << 20;

    private Talk() {}

    static void answerPings(Connection from, Stream stream)
            throws NetException, InterruptedException {
        while (true) {
            try {
                if (stream.receive(PATIENCE) instanceof Ping(var nonce)) {
                    stream.send(new Pong(nonce));
                }
            } catch (NetException e) {
                if (e.kind() == Kind.ENDED) {
                    return;
                }
                throw e;
            }
        }
    }

    static void echoBytes(Connection from, Stream stream)
            throws NetException, InterruptedException {
        var bytes = ByteBuffer.allocate((int) ((Ping) stream.receive(PATIENCE)).nonce());
        stream.receiveBytes(bytes, PATIENCE);
        stream.sendBytes(bytes.flip());
    }

    static boolean echoed(Stream stream, long seed, int length)
            throws NetException, InterruptedException {
        stream.send(new Ping(length));
        stream.sendBytes(noise(seed, length));
        var back = ByteBuffer.allocate(length);
        stream.receiveBytes(back, PATIENCE);
        return back.flip().equals(noise(seed, length));
    }

    static void askOften(Connection connection, int times)
            throws NetException, InterruptedException {
        for (int i = 0; i < times; i++) {
            try (var stream = connection.open()) {
                stream.send(new Ping(1));
                assertThat(stream.receive(PATIENCE)).isEqualTo(new Pong(1));
            }
        }
    }

    static Void sendMany(Stream stream, int mebibytes) throws NetException, InterruptedException {
        for (int i = 0; i < mebibytes; i++) {
            stream.sendBytes(ByteBuffer.allocate(MIB));
        }
        return null;
    }

    static Void sendStatements(Stream stream) throws NetException, InterruptedException {
        for (int i = 0; i < 100; i++) {
            stream.send(statements(15 << 10));
        }
        return null;
    }

    static Message statements(int bytes) {
        return new Statements(List.of(new byte[bytes]), false);
    }

    static <T> List<T> atOnce(int count, IntFunction<Callable<T>> task) throws Exception {
        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = IntStream.range(0, count).mapToObj(task).map(workers::submit).toList();
            var results = new ArrayList<T>();
            for (Future<T> each : running) {
                results.add(each.get());
            }
            return results;
        }
    }

    static void assertFails(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        NetException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    static ByteBuffer noise(long seed, int length) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    static long sum(ByteBuffer bytes) {
        var crc = new CRC32C();
        crc.update(bytes.duplicate());
        return crc.getValue();
    }
}
