package dev.holdfast.engine.net.limited;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.wire.SessionMessage.Ping;
import dev.holdfast.engine.core.wire.SessionMessage.Pong;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.net.TransportContract;
import dev.holdfast.engine.net.memory.MemoryNetwork;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// A transport whose bytes wait for the test to let them pass.
class LimitedTransportTest extends TransportContract {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SHARE = 1000;

    private final MemoryNetwork network = new MemoryNetwork();
    private final AtomicInteger names = new AtomicInteger();
    private final Semaphore shares = new Semaphore(Integer.MAX_VALUE);
    private final AtomicInteger passed = new AtomicInteger();

    @Override
    protected Party party() {
        var key = new byte[] {(byte) names.incrementAndGet()};
        var id = new DeviceId(Sha256.of(key));
        return new Party(
                id, new LimitedTransport(network.transport(key), this::pass, wanted -> wanted));
    }

    @Override
    protected Endpoint place() {
        return new Endpoint("limited" + names.incrementAndGet(), 0);
    }

    private int pass(int wanted) throws InterruptedException {
        shares.acquire();
        passed.addAndGet(Math.min(wanted, SHARE));
        return Math.min(wanted, SHARE);
    }

    @Test
    void messages_go_while_bytes_wait_and_bytes_go_as_they_are_let() throws Exception {
        var all = new CountDownLatch(1);
        served.by(
                (_, stream) -> {
                    if (stream.receive(PATIENCE) instanceof Ping(var nonce) && nonce == 0) {
                        stream.receiveBytes(ByteBuffer.allocate(10 * SHARE), PATIENCE);
                        all.countDown();
                    } else {
                        stream.send(new Pong(1));
                    }
                });
        var connection = connect();
        shares.drainPermits();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var bulk = connection.open();
                var talk = connection.open()) {
            bulk.send(new Ping(0));
            var sent =
                    threads.submit(
                            () -> {
                                bulk.sendBytes(ByteBuffer.allocate(10 * SHARE));
                                return true;
                            });
            talk.send(new Ping(1));
            assertThat(talk.receive(PATIENCE)).isEqualTo(new Pong(1));
            assertThat(passed).hasValue(0);
            shares.release(10);
            assertThat(sent.get()).isTrue();
            all.await();
            assertThat(passed).hasValue(10 * SHARE);
        }
    }
}
