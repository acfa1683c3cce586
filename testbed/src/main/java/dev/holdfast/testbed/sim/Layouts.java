package dev.holdfast.testbed.sim;

import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.placement.CalibratedRendezvous;
import dev.holdfast.engine.core.placement.Capacity;
import dev.holdfast.engine.core.placement.Layout;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// A layout is dear and a pure function of the devices and their capacities, so runs with equal
/// pools share it.
final class Layouts {

    private static final int KEPT_MAX = 400;

    static final Layouts SHARED = new Layouts();

    private final Map<TreeMap<DeviceId, Capacity>, Layout> known = new LinkedHashMap<>();

    synchronized Layout of(Roster roster) {
        var capacities = new TreeMap<DeviceId, Capacity>();
        roster.admitted().forEach(d -> capacities.put(d.id(), new Capacity(d.capacity())));
        var settings = roster.settings();
        if (known.size() >= KEPT_MAX && !known.containsKey(capacities)) {
            known.remove(known.keySet().iterator().next());
        }
        return known.computeIfAbsent(
                capacities,
                all ->
                        new CalibratedRendezvous()
                                .layout(all, settings.factor(), settings.partitionBits()));
    }
}
