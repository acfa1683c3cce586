package dev.holdfast.engine.net.netty;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.crypto.DeviceKeys;
import dev.holdfast.engine.crypto.bc.BcDeviceKeys;
import dev.holdfast.engine.crypto.bc.SecureChance;
import dev.holdfast.engine.net.Dial;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Protocol;
import dev.holdfast.engine.net.TransportContract;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class NettyTransportTest extends TransportContract {

    @Override
    protected Party party() {
        DeviceKeys keys = BcDeviceKeys.generate(new SecureChance());
        return new Party(keys.id(), new NettyTransport(keys.tls(), NettyLimits.DEFAULT));
    }

    @Override
    protected Endpoint place() {
        return new Endpoint("127.0.0.1", 0);
    }

    @Test
    void who_stops_dials_nobody_and_asks_no_event_loop() {
        var party = party();
        party.transport().close();
        var to = new Endpoint("127.0.0.1", 1);
        var dial = new Dial(to, party.id(), Protocol.PEER, Duration.ofSeconds(5));
        assertThatThrownBy(() -> party.transport().connect(dial, (from, stream) -> {}))
                .isInstanceOf(NetException.class)
                .hasMessageContaining("dials nobody");
    }
}
