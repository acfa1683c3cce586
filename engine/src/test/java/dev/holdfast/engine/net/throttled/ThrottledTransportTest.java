package dev.holdfast.engine.net.throttled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.core.wire.SessionMessage.Ping;
import dev.holdfast.engine.core.wire.SessionMessage.Pong;
import dev.holdfast.engine.crypto.bc.BcDeviceKeys;
import dev.holdfast.engine.crypto.bc.SecureChance;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.net.LinkConditions;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Served;
import dev.holdfast.engine.net.TransportContract;
import dev.holdfast.engine.net.netty.NettyLimits;
import dev.holdfast.engine.net.netty.NettyTransport;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class ThrottledTransportTest extends TransportContract {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    protected Party party() {
        var keys = BcDeviceKeys.generate(new SecureChance());
        var inner = new NettyTransport(keys.tls(), NettyLimits.DEFAULT);
        var transport = new ThrottledTransport(inner);
        return new Party(keys.id(), transport);
    }

    @Override
    protected Endpoint place() {
        return new Endpoint("127.0.0.1", 0);
    }

    @Test
    void a_cut_path_ends_the_connection_until_it_is_healed() throws Exception {
        var mine = new Served();
        var connection = connect(mine);
        served.connection();
        try (var stream = connection.open()) {
            shape(LinkConditions.CUT);
            assertThat(mine.reason().code()).isEqualTo(CloseCode.LOST);
            assertThat(served.reason().code()).isEqualTo(CloseCode.LOST);
            assertThatThrownBy(() -> stream.send(new Ping(1))).isInstanceOf(NetException.class);
        }
        assertThatThrownBy(this::connect).isInstanceOf(NetException.class);
        shape(LinkConditions.PERFECT);
        connect();
    }

    @Test
    void who_is_told_of_the_cut_hangs_up_on_who_is_not() throws Exception {
        var mine = new Served();
        connect(mine);
        served.connection();
        transport(bob).shape(ann.id(), LinkConditions.CUT);
        assertThat(mine.reason().code()).isEqualTo(CloseCode.LOST);
    }

    @Test
    void a_silent_path_carries_everything_once_it_speaks_again() throws Exception {
        served.by((_, stream) -> stream.send(new Pong(((Ping) stream.receive(PATIENCE)).nonce())));
        var connection = connect();
        shape(LinkConditions.SILENT);
        try (var stream = connection.open()) {
            stream.send(new Ping(1));
            assertThatThrownBy(() -> stream.receive(Duration.ofMillis(50)))
                    .isInstanceOf(NetException.class);
            shape(LinkConditions.PERFECT);
            assertThat(stream.receive(PATIENCE)).isEqualTo(new Pong(1));
        }
    }

    @Test
    void an_answer_takes_at_least_a_round_trip() throws Exception {
        served.by((_, stream) -> stream.send(new Pong(((Ping) stream.receive(PATIENCE)).nonce())));
        var trip = Duration.ofMillis(50);
        shape(LinkConditions.roundTrip(trip));
        try (var stream = connect().open()) {
            long asked = System.nanoTime();
            stream.send(new Ping(1));
            stream.receive(PATIENCE);
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isGreaterThanOrEqualTo(trip);
        }
    }

    private void shape(LinkConditions conditions) {
        transport(ann).shape(bob.id(), conditions);
    }

    private ThrottledTransport transport(Party party) {
        return (ThrottledTransport) party.transport();
    }
}
