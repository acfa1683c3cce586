package dev.holdfast.engine.upkeep;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.placement.CalibratedRendezvous;
import dev.holdfast.engine.core.placement.Capacity;
import dev.holdfast.engine.core.placement.Layout;
import dev.holdfast.engine.core.repair.PoolView;
import dev.holdfast.engine.core.repair.Presence;

import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Who is of a hamlet, who is there, and what belongs where.
final class Parish {

    final Set<Integer> offline = new ConcurrentSkipListSet<>();
    private final Set<Integer> parked = new ConcurrentSkipListSet<>();
    private final int size;
    private final InstantSource clock;
    private volatile Layout layout;

    Parish(int size, InstantSource clock) {
        this.size = size;
        this.clock = clock;
        layout = layout(Set.of());
    }

    /// The others do without a device from now on.
    void parks(int absent) {
        parked.add(absent);
        layout = layout(Set.of(absent));
    }

    /// A device has room that does not count.
    void drains(int house) {
        layout = layout(Set.of(house));
    }

    private Layout layout(Set<Integer> without) {
        var pool = new TreeMap<DeviceId, Capacity>();
        ids().forEach(id -> pool.put(id, new Capacity(1L << 40)));
        without.forEach(each -> pool.remove(id(each)));
        return new CalibratedRendezvous().layout(pool, 3, Layout.PARTITION_BITS);
    }

    List<DeviceId> owners(ChunkId chunk) {
        return layout.owners(chunk, 3);
    }

    PoolView view(int house) {
        var others = new TreeMap<DeviceId, Presence>();
        for (int at = 0; at < size; at++) {
            others.put(id(at), new Presence(!offline.contains(at), clock.instant()));
        }
        others.remove(id(house));
        parked.forEach(each -> others.remove(id(each)));
        var away = parked.stream().map(this::id).collect(Collectors.toSet());
        return new PoolView(id(house), layout, others, away);
    }

    /// As one house sees it that has heard of a removal.
    PoolView view(int house, int gone) {
        var before = view(house);
        var others = new TreeMap<DeviceId, Presence>(before.others());
        others.remove(id(gone));
        var away = new TreeSet<>(before.parked());
        away.remove(id(gone));
        return new PoolView(before.self(), before.layout(), others, away);
    }

    DeviceId id(int house) {
        return new DeviceId(new Hash(house + 1, 0, 0, 0));
    }

    Set<DeviceId> ids() {
        return IntStream.range(0, size).mapToObj(this::id).collect(Collectors.toSet());
    }
}
