package dev.holdfast.engine.net.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.core.wire.SessionMessage.Ping;
import dev.holdfast.engine.core.wire.SessionMessage.Pong;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.net.LinkConditions;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Served;
import dev.holdfast.engine.net.TransportContract;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class MemoryTransportTest extends TransportContract {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final MemoryNetwork network = new MemoryNetwork();
    private byte parties;

    @Override
    protected Party party() {
        var key = new byte[] {++parties};
        return new Party(new DeviceId(Sha256.of(key)), network.transport(key));
    }

    @Override
    protected Endpoint place() {
        return new Endpoint("bob", 0);
    }

    @Test
    void a_cut_path_ends_the_connection_on_both_sides() throws Exception {
        var mine = new Served();
        var connection = connect(mine);
        served.connection();
        try (var stream = connection.open()) {
            network.shape(ann.id(), bob.id(), LinkConditions.CUT);
            assertThat(mine.reason().code()).isEqualTo(CloseCode.LOST);
            assertThat(served.reason().code()).isEqualTo(CloseCode.LOST);
            assertThatThrownBy(() -> stream.send(new Ping(1))).isInstanceOf(NetException.class);
        }
        assertThatThrownBy(this::connect).isInstanceOf(NetException.class);
        network.shape(ann.id(), bob.id(), LinkConditions.PERFECT);
        connect();
    }

    @Test
    void a_silent_path_carries_everything_once_it_speaks_again() throws Exception {
        served.by((_, stream) -> stream.send(new Pong(((Ping) stream.receive(PATIENCE)).nonce())));
        var connection = connect();
        network.shape(ann.id(), bob.id(), LinkConditions.SILENT);
        try (var stream = connection.open()) {
            stream.send(new Ping(1));
            assertThatThrownBy(() -> stream.receive(Duration.ofMillis(50)))
                    .isInstanceOf(NetException.class);
            network.shape(ann.id(), bob.id(), LinkConditions.PERFECT);
            assertThat(stream.receive(PATIENCE)).isEqualTo(new Pong(1));
        }
    }
}
