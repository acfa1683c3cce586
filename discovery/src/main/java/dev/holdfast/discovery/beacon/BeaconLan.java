package dev.holdfast.discovery.beacon;

import dev.holdfast.discovery.Discovery;
import dev.holdfast.discovery.Lan;
import dev.holdfast.discovery.Reach;
import dev.holdfast.discovery.Sighting;

import java.io.IOException;
import java.util.function.Consumer;

/// The networks that this machine is on, by UDP multicast.
///
/// @param port of UDP, the same on all devices
public record BeaconLan(int port, Reach reach) implements Lan {

    /// The port of UDP unless tests take another.
    public static final int PORT = 4653;

    public BeaconLan(Reach reach) {
        this(PORT, reach);
    }

    @Override
    public Discovery enter(Consumer<Sighting> heard) throws IOException {
        return Beacon.start(this, heard);
    }
}
