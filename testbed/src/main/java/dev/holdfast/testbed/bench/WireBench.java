package dev.holdfast.testbed.bench;

import com.sun.management.OperatingSystemMXBean;

import dev.holdfast.engine.core.wire.SessionMessage.Ping;
import dev.holdfast.engine.core.wire.SessionMessage.Pong;
import dev.holdfast.engine.crypto.bc.BcDeviceKeys;
import dev.holdfast.engine.crypto.bc.SecureChance;
import dev.holdfast.engine.net.Acceptor;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.Dial;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.net.LinkConditions;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Protocol;
import dev.holdfast.engine.net.Stream;
import dev.holdfast.engine.net.Transport;
import dev.holdfast.engine.net.netty.NettyLimits;
import dev.holdfast.engine.net.netty.NettyTransport;
import dev.holdfast.engine.net.throttled.ThrottledTransport;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// 256 MiB over one stream between two transports of this process, in buffers of 1 MiB, over TLS on
/// loopback. One operation is one byte, so a score in op/us is MB/s. Beside it, the CPU of both
/// ends.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx256m", "-XX:MaxDirectMemorySize=128m"})
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 3)
public class WireBench {

    private static final int LENGTH = 256 << 20;
    private static final int BUFFER = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// The round trip through a relay, in milliseconds; without a relay when it is below zero.
    /// Compare 50 with 0, for the relay costs CPU of its own.
    @Param({"-1", "0", "50"})
    public int roundTripMillis = -1;

    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private final BcDeviceKeys ann = BcDeviceKeys.generate(new SecureChance());
    private final BcDeviceKeys bob = BcDeviceKeys.generate(new SecureChance());
    private final Transport far = new NettyTransport(bob.tls(), NettyLimits.DEFAULT);
    private Transport near = new NettyTransport(ann.tls(), NettyLimits.DEFAULT);

    @SuppressWarnings("NullAway.Init") // JMH connects before it measures
    private Connection connection;

    /// CPU time of the process over the bytes that it moved.
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Cpu {

        private final OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        private long began;
        private long bytes;

        /// Starts the clock.
        @Setup(Level.Iteration)
        public void begin() {
            began = system.getProcessCpuTime();
            bytes = 0;
        }

        /// CPU milliseconds for a GB, both ends.
        public long cpuMillisPerGb() {
            return bytes == 0 ? 0 : (system.getProcessCpuTime() - began) * 1000 / bytes;
        }
    }

    /// Ping with a count asks for so many bytes; with a count below zero it announces them.
    private static final class Depot implements Acceptor {

        @Override
        public void opened(Connection connection) {
            connection.admit();
        }

        @Override
        public void serve(Connection from, Stream stream)
                throws NetException, InterruptedException {
            long count = ((Ping) stream.receive(PATIENCE)).nonce();
            var bytes = ByteBuffer.allocate(BUFFER);
            for (long moved = 0; moved < Math.abs(count); moved += BUFFER) {
                if (count > 0) {
                    stream.sendBytes(bytes.clear());
                } else {
                    stream.receiveBytes(bytes.clear(), PATIENCE);
                }
            }
            stream.send(new Pong(count));
        }
    }

    /// Two devices, connected.
    @Setup
    public void connect() throws NetException, InterruptedException {
        if (roundTripMillis >= 0) {
            var bad = new ThrottledTransport(near);
            var trip = Duration.ofMillis(roundTripMillis);
            bad.shape(bob.id(), LinkConditions.roundTrip(trip));
            near = bad;
        }
        var listener = far.listen(new Endpoint("127.0.0.1", 0), new Depot());
        var dial = new Dial(listener.endpoint(), bob.id(), Protocol.PEER, PATIENCE);
        connection = near.connect(dial, new Depot());
    }

    /// Ends both.
    @TearDown
    public void close() {
        near.close();
        far.close();
    }

    /// From who dialled to who listens.
    @Benchmark
    @OperationsPerInvocation(LENGTH)
    public void send(Cpu cpu) throws NetException, InterruptedException {
        try (var stream = connection.open()) {
            stream.send(new Ping(-LENGTH));
            for (int moved = 0; moved < LENGTH; moved += BUFFER) {
                stream.sendBytes(buffer.clear());
            }
            stream.receive(PATIENCE);
        }
        cpu.bytes += LENGTH;
    }

    /// From who listens to who dialled.
    @Benchmark
    @OperationsPerInvocation(LENGTH)
    public void receive(Cpu cpu) throws NetException, InterruptedException {
        try (var stream = connection.open()) {
            stream.send(new Ping(LENGTH));
            for (int moved = 0; moved < LENGTH; moved += BUFFER) {
                stream.receiveBytes(buffer.clear(), PATIENCE);
            }
            stream.receive(PATIENCE);
        }
        cpu.bytes += LENGTH;
    }
}
