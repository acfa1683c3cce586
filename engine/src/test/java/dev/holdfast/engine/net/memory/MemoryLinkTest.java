package dev.holdfast.engine.net.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.net.Peer;
import dev.holdfast.engine.net.Protocol;
import dev.holdfast.engine.net.Served;
import dev.holdfast.engine.net.memory.MemoryNetwork.Way;
import dev.holdfast.engine.net.mux.Budget;
import dev.holdfast.engine.net.mux.Mux;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MemoryLinkTest {

    private static final DeviceId ANN = new DeviceId(new Hash(1, 0, 0, 0));
    private static final DeviceId BOB = new DeviceId(new Hash(2, 0, 0, 0));

    @Test
    @Timeout(120)
    void who_closes_and_then_gives_up_is_known_to_be_gone() throws Exception {
        var network = new MemoryNetwork();
        var way = new Way(ANN, BOB);
        var link = new MemoryLink(network, way);
        var served = new Served();
        var peer = new Peer(ANN, new byte[1], Protocol.PEER, false);
        var bobs = new Mux(peer, new MemoryLink(network, way.back()), served, Budget.ofHeap());
        bobs.start();
        link.close();
        link.abort();
        link.start(bobs);
        assertThat(served.reason().code()).isEqualTo(CloseCode.LOST);
    }
}
