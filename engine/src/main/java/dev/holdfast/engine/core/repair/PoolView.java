package dev.holdfast.engine.core.repair;

import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Health;
import dev.holdfast.engine.core.placement.Layout;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The pool as one device sees it: where chunks belong, and which of the other devices are there. A
/// device that was removed is in neither; one that leaves, or offers no room, is not in the layout,
/// so that its copies do not count while it can still give them.
///
/// @param others not those that are parked: nobody waits for them or counts on them
/// @param parked devices of the pool that may come back, and then keep what they promised
public record PoolView(
        DeviceId self,
        Layout layout,
        NavigableMap<DeviceId, Presence> others,
        Set<DeviceId> parked) {

    public PoolView {
        others = Collections.unmodifiableNavigableMap(new TreeMap<>(others));
        parked = Set.copyOf(parked);
        if (others.containsKey(self)) {
            throw new IllegalArgumentException("a device is not one of the others");
        }
    }

    /// Nobody is parked.
    public PoolView(DeviceId self, Layout layout, Map<DeviceId, Presence> others) {
        this(self, layout, new TreeMap<>(others), Set.of());
    }

    /// The devices of the pool, those that are parked among them: pledges with these stand.
    public Set<DeviceId> members() {
        var members = new TreeSet<>(others.keySet());
        members.addAll(parked);
        members.add(self);
        return members;
    }

    /// The view that `health` gives. A device that is only suspected of being away gets no copies,
    /// but its own count for as long as those of one that is offline.
    public static PoolView of(DeviceId self, Layout layout, Health health) {
        var others = new TreeMap<DeviceId, Presence>();
        health.sightings()
                .forEach(
                        (device, seen) -> {
                            boolean isOnline = seen.state() == Health.State.ONLINE;
                            others.put(device, new Presence(isOnline, seen.since()));
                        });
        return new PoolView(self, layout, others);
    }

    /// The same as if all others were parked.
    public PoolView alone() {
        return new PoolView(self, layout, new TreeMap<>(), members());
    }

    /// The devices that can own a chunk and can be reached now, this one among them if it can own.
    public int ownersOnline() {
        return (int) layout.devices().stream().filter(this::isOnline).count();
    }

    /// Whether the device can be reached. One always reaches oneself.
    public boolean isOnline(DeviceId device) {
        var presence = others.get(device);
        return device.equals(self) || (presence != null && presence.online());
    }

    /// Whether the copies of a device count that is given up when silent since `silentSince`.
    boolean counts(DeviceId device, Instant silentSince) {
        var presence = others.get(device);
        return isOnline(device) || (presence != null && presence.since().isAfter(silentSince));
    }
}
