package dev.holdfast.engine.node;

import dev.holdfast.engine.catalog.NamesView;
import dev.holdfast.engine.core.membership.PoolId;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.EntryVersion;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.repair.Demand;
import dev.holdfast.engine.ledger.Ledger;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Reads from the volume that lists them how many copies the volumes ask for.
///
/// @param volumes the volume that lists them
record Demands(Ledger ledger, VolumeId volumes) implements Supplier<Demand> {

    static Demands of(Ledger ledger, PoolId pool) {
        return new Demands(ledger, new VolumeId(pool.hash()));
    }

    @Override
    public Demand get() {
        var wishes = new HashMap<VolumeId, Demand.Wish>();
        var names = ledger.views().names();
        for (var after = Optional.of(""); after.isPresent(); ) {
            var page = names.list(volumes, EntryPath.ROOT, after.get(), NamesView.PAGE_MAX);
            page.shown().forEach(shown -> shown.version().ifPresent(v -> add(v, wishes)));
            after = page.next();
        }
        return new Demand(wishes);
    }

    private static void add(EntryVersion version, Map<VolumeId, Demand.Wish> wishes) {
        var entry = version.entry();
        if (entry.kind() instanceof Entry.Volume(var spec)) {
            boolean wasChanged = !entry.cause().saw().latest().isEmpty();
            wishes.put(new VolumeId(entry.node()), new Demand.Wish(spec.factor(), wasChanged));
        }
    }
}
