package dev.holdfast.discovery.mdns;

import dev.holdfast.discovery.Discovery;
import dev.holdfast.discovery.Lan;
import dev.holdfast.discovery.Reach;
import dev.holdfast.discovery.Sighting;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// The networks that this machine is on, by multicast DNS.
///
/// @param type of the services by which devices find each other
/// @param chance draws the names of hosts and services, so that they tell nothing
public record MdnsLan(String type, Reach reach, LongSupplier chance) implements Lan {

    /// The type unless tests take another.
    public static final String TYPE = "_holdfast._tcp.local.";

    public MdnsLan(Reach reach, LongSupplier chance) {
        this(TYPE, reach, chance);
    }

    @Override
    public Discovery enter(Consumer<Sighting> heard) {
        return Mdns.start(this, heard);
    }
}
