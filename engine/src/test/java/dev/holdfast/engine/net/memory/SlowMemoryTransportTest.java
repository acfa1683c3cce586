package dev.holdfast.engine.net.memory;

import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.net.LinkConditions;
import dev.holdfast.engine.net.TransportContract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Nothing changes but the time it takes.
class SlowMemoryTransportTest extends TransportContract {

    private static final LinkConditions SLOW = LinkConditions.roundTrip(Duration.ofMillis(4));

    private final MemoryNetwork network = new MemoryNetwork();
    private final List<DeviceId> parties = new ArrayList<>();

    @Override
    protected Party party() {
        var key = new byte[] {(byte) parties.size()};
        var device = new DeviceId(Sha256.of(key));
        parties.forEach(other -> network.shape(device, other, SLOW));
        parties.add(device);
        return new Party(device, network.transport(key));
    }

    @Override
    protected Endpoint place() {
        return new Endpoint("bob", 0);
    }
}
