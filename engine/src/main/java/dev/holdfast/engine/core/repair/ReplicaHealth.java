package dev.holdfast.engine.core.repair;

import dev.holdfast.engine.core.membership.DeviceId;

import java.time.Instant;
import java.util.function.Predicate;

/// How the copies of one chunk stand at one moment.
///
/// A copy counts when its holder can own chunks and is not given up. A device is given up when it
/// has been silent for `repairAfter`, or only for `urgentAfter` while fewer than two copies are
/// live: a sleeping laptop is not a dead disk.
///
/// @param wanted the factor, or fewer when fewer devices that are not given up can own
/// @param counted copies that count
/// @param live copies that count and can be read now
/// @param elsewhere those of them on other devices
record ReplicaHealth(int wanted, int counted, int live, int elsewhere) {

    private static final int LIVE_MIN = 2;

    static ReplicaHealth of(HeldChunk chunk, PoolView view, RepairPolicy policy, Instant now) {
        int live = count(chunk, view, view::isOnline);
        var patience = live < LIVE_MIN ? policy.urgentPatience() : policy.repairAfter();
        var silentSince = now.minus(patience);
        int counted = count(chunk, view, device -> view.counts(device, silentSince));
        int able = 0;
        for (var device : view.layout().devices()) {
            able += view.counts(device, silentSince) ? 1 : 0;
        }
        int elsewhere = live - (view.layout().devices().contains(view.self()) ? 1 : 0);
        return new ReplicaHealth(Math.min(chunk.factor(), able), counted, live, elsewhere);
    }

    /// Copies still to be made.
    int missing() {
        return Math.max(0, wanted - counted);
    }

    /// How many of the holders that can own chunks, this device perhaps among them, are such.
    private static int count(HeldChunk chunk, PoolView view, Predicate<DeviceId> isSuch) {
        var owners = view.layout().devices();
        int count = owners.contains(view.self()) && isSuch.test(view.self()) ? 1 : 0;
        for (var holder : chunk.holders()) {
            count += owners.contains(holder) && isSuch.test(holder) ? 1 : 0;
        }
        return count;
    }
}
