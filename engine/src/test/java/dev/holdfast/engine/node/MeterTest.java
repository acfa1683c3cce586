package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.cluster.ClusterEvent;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.net.CloseReason;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.Peer;
import dev.holdfast.engine.net.Stream;
import dev.holdfast.engine.node.Meter.Bytes;
import dev.holdfast.engine.node.Meter.Ended;
import dev.holdfast.engine.node.Meter.Work;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;

class MeterTest {

    private static final DeviceId BOB = new DeviceId(Hash.of(new byte[32]));

    private final Meter meter = new Meter();

    @Test
    void commands_are_counted_by_kind_and_by_how_they_ended() {
        meter.ended(new Command.ListDevices(), Meter.DONE, Duration.ofMillis(3));
        meter.ended(new Command.ListDevices(), Meter.DONE, Duration.ofMillis(4));
        meter.ended(new Command.ListDevices(), "NO_SUCH", Duration.ofMillis(5));

        assertThat(meter.commands())
                .containsExactly(
                        entry(new Ended("list_devices", "done"), new Work(2, Duration.ofMillis(7))),
                        entry(
                                new Ended("list_devices", "no_such"),
                                new Work(1, Duration.ofMillis(5))));
    }

    @Test
    void what_went_over_a_connection_stays_counted_when_it_ends_and_another_comes() {
        var first = new Line(10, 20);
        var second = new Line(1, 2);
        meter.on(new ClusterEvent.PeerUp(BOB, first));
        assertThat(meter.traffic()).containsExactly(entry(BOB, new Bytes(10, 20)));

        meter.on(new ClusterEvent.PeerUp(BOB, second));
        meter.on(new ClusterEvent.PeerDown(BOB, first));
        second.sent = 5;
        assertThat(meter.traffic()).containsExactly(entry(BOB, new Bytes(15, 22)));

        meter.on(new ClusterEvent.PeerDown(BOB, second));
        assertThat(meter.traffic()).containsExactly(entry(BOB, new Bytes(15, 22)));
    }

    /// A connection over which so much went.
    private static final class Line implements Connection {

        private final long received;
        private long sent;

        Line(long sent, long received) {
            this.sent = sent;
            this.received = received;
        }

        @Override
        public Traffic traffic() {
            return new Traffic(sent, received, Duration.ZERO, Duration.ZERO, Optional.empty());
        }

        @Override
        public Peer peer() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Stream open() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void admit() {}

        @Override
        public void close(CloseReason reason) {}
    }
}
