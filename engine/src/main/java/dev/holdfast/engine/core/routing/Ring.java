package dev.holdfast.engine.core.routing;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/// The devices of a pool in a circle, in the order of their ids, and with whom each of them keeps a
/// session. A value: devices that know of the same others come to the same ring without a word.
///
/// Everybody keeps sessions with those that are 1, 2, 4, 8 … places away, in both directions. As
/// places are counted and not distances of ids, no device is the finger of many others, whatever
/// ids there are; and a session that one side wants is always wanted by the other.
public final class Ring {

    /// In a pool of at most so many devices everybody keeps every record.
    public static final int EVERYBODY_MAX = 32;

    /// In a larger one, how many keep a record.
    public static final int RECORD_HOLDERS = 8;

    private final List<DeviceId> devices;

    private Ring(List<DeviceId> devices) {
        this.devices = devices;
    }

    public static Ring of(Collection<DeviceId> devices) {
        return new Ring(devices.stream().distinct().sorted().toList());
    }

    public int size() {
        return devices.size();
    }

    public boolean has(DeviceId device) {
        return Collections.binarySearch(devices, device) >= 0;
    }

    /// With whom a device keeps standing sessions: at most 2·⌈log₂ n⌉ others, among them the two
    /// next to it on either side. Nobody when the device is not on the ring.
    public NavigableSet<DeviceId> peers(DeviceId self) {
        var peers = new TreeSet<DeviceId>();
        int place = Collections.binarySearch(devices, self);
        if (place >= 0) {
            for (int step = 1; step < size(); step <<= 1) {
                peers.add(at(place + step));
                peers.add(at(place - step));
            }
        }
        peers.remove(self);
        return peers;
    }

    /// Who keeps the record of a key.
    public List<DeviceId> recordHolders(Hash key) {
        return size() <= EVERYBODY_MAX ? devices : closest(key, RECORD_HOLDERS);
    }

    /// The devices closest to a place, either way round, the closest first.
    public List<DeviceId> closest(Hash place, int count) {
        var order = Distance.to(place);
        var closest = new ArrayList<DeviceId>();
        int above = firstFrom(place);
        int below = above - 1;
        while (closest.size() < Math.min(count, size())) {
            boolean isAbove = order.compare(at(above), at(below)) < 0;
            closest.add(at(isAbove ? above++ : below--));
        }
        return closest;
    }

    /// Where the first device at or after a place is.
    private int firstFrom(Hash place) {
        int found = Collections.binarySearch(devices, new DeviceId(place));
        return found >= 0 ? found : -found - 1;
    }

    private DeviceId at(int place) {
        return devices.get(Math.floorMod(place, size()));
    }

    @Override
    public boolean equals(Object that) {
        return that instanceof Ring ring && devices.equals(ring.devices);
    }

    @Override
    public int hashCode() {
        return devices.hashCode();
    }

    @Override
    public String toString() {
        return "a ring of " + size();
    }
}
