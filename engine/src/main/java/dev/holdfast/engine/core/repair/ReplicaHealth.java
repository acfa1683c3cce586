package dev.holdfast.engine.core.repair;

import dev.holdfast.engine.core.membership.DeviceId;

import java.time.Instant;
import java.util.stream.Stream;

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
        int live = (int) holders(chunk, view).filter(view::isOnline).count();
        var patience = live < LIVE_MIN ? policy.urgentPatience() : policy.repairAfter();
        var silentSince = now.minus(patience);
        var counted = holders(chunk, view).filter(d -> view.counts(d, silentSince)).count();
        var able =
                view.layout().devices().stream().filter(d -> view.counts(d, silentSince)).count();
        int elsewhere = live - (view.layout().devices().contains(view.self()) ? 1 : 0);
        return new ReplicaHealth(
                (int) Math.min(chunk.factor(), able), (int) counted, live, elsewhere);
    }

    /// Copies still to be made.
    int missing() {
        return Math.max(0, wanted - counted);
    }

    /// The holders that can own chunks, this device perhaps among them.
    private static Stream<DeviceId> holders(HeldChunk chunk, PoolView view) {
        return Stream.concat(Stream.of(view.self()), chunk.holders().stream())
                .filter(view.layout().devices()::contains);
    }
}
