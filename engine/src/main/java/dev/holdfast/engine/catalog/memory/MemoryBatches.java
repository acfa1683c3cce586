package dev.holdfast.engine.catalog.memory;

import dev.holdfast.engine.catalog.BatchesView;
import dev.holdfast.engine.catalog.BodyOpener;
import dev.holdfast.engine.catalog.Naming;
import dev.holdfast.engine.catalog.Naming.Kept;
import dev.holdfast.engine.catalog.Naming.State;
import dev.holdfast.engine.catalog.Whole;
import dev.holdfast.engine.core.batch.Batch;
import dev.holdfast.engine.core.batch.BatchChain;
import dev.holdfast.engine.core.batch.BatchChain.Verdict;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.record.JournalRecord.BatchAccepted;
import dev.holdfast.engine.core.tree.TreeRows;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Batches in the order of the journal, and the names they make.
final class MemoryBatches implements BatchesView, Naming.Shelf {

    private record Place(VolumeId volume, Dot dot) {}

    private final Naming naming;
    private final TreeMap<Long, Place> order = new TreeMap<>();
    private final Map<Place, Long> lsns = new HashMap<>();
    private final Map<Place, Kept> kept = new HashMap<>();
    private final Map<VolumeId, Map<Actor, BatchChain>> chains = new HashMap<>();
    private final Map<MemoryCatalog.Chain, Map<DeviceId, Long>> confirmed = new TreeMap<>();
    private final MemoryNames names = new MemoryNames(this);

    MemoryBatches(BodyOpener opener) {
        naming = new Naming(opener, this, new HashSet<>());
    }

    MemoryNames names() {
        return names;
    }

    void accept(long lsn, Batch batch) {
        var header = batch.header();
        var place = new Place(header.volume(), header.dot());
        var chain = chain(header.volume(), header.dot().actor());
        var verdict = chain.judge(header, batch.id(), n -> id(place, n));
        if (verdict instanceof Verdict.Accept(var then)) {
            put(place, then);
            order.put(lsn, place);
            lsns.put(place, lsn);
            kept.put(place, new Kept(batch, State.WAITING));
            naming.arrived(batch);
        }
    }

    private Hash id(Place place, long n) {
        var dot = new Dot(place.dot.actor(), n);
        return kept(place.volume, dot).orElseThrow().batch().id();
    }

    void cut(VolumeId volume, Dot from) {
        var chain = chain(volume, from.actor());
        put(new Place(volume, from), chain.cutAt(from.n()));
        if (from.n() <= chain.n()) {
            naming.cut(volume, from, chain.n());
        }
    }

    void openWaiting() {
        naming.openWaiting();
    }

    void confirm(DeviceId holder, VolumeId volume, Dot upTo) {
        confirmed
                .computeIfAbsent(
                        new MemoryCatalog.Chain(volume, upTo.actor()), _ -> new TreeMap<>())
                .merge(holder, upTo.n(), Math::max);
    }

    void loseAllOf(DeviceId holder) {
        confirmed.values().forEach(holders -> holders.remove(holder));
    }

    <X extends Exception> void tell(Whole.Telling<X> telling) throws X {
        for (var place : order.entrySet()) {
            var at = place.getValue();
            var batch = kept(at.volume, at.dot).orElseThrow().batch();
            telling.tell(place.getKey(), new BatchAccepted(batch.bytes()));
        }
        for (var volume : new TreeMap<>(chains).entrySet()) {
            for (var chain : volume.getValue().entrySet()) {
                telling.chain(volume.getKey(), chain.getKey(), chain.getValue());
            }
        }
    }

    <X extends Exception> void tellConfirmed(Whole.Telling<X> telling) throws X {
        for (var chain : confirmed.entrySet()) {
            var at = chain.getKey();
            for (var holder : chain.getValue().entrySet()) {
                var upTo = new Dot(at.actor(), holder.getValue());
                telling.confirmed(holder.getKey(), at.volume(), upTo);
            }
        }
    }

    void forget() {
        order.clear();
        lsns.clear();
        kept.clear();
        chains.clear();
        confirmed.clear();
        names.forget();
    }

    private BatchChain chain(VolumeId volume, Actor actor) {
        return chains.getOrDefault(volume, Map.of()).getOrDefault(actor, BatchChain.EMPTY);
    }

    private void put(Place place, BatchChain chain) {
        chains.computeIfAbsent(place.volume, _ -> new TreeMap<>()).put(place.dot.actor(), chain);
    }

    @Override
    public synchronized Map<VolumeId, Map<Actor, BatchChain>> chains() {
        var copy = new HashMap<VolumeId, Map<Actor, BatchChain>>();
        chains.forEach((volume, actors) -> copy.put(volume, Map.copyOf(actors)));
        return copy;
    }

    @Override
    public synchronized Optional<Held> batch(VolumeId volume, Dot dot) {
        var place = new Place(volume, dot);
        return kept(volume, dot)
                .map(found -> new Held(lsns.getOrDefault(place, 0L), found.batch()));
    }

    @Override
    public synchronized List<Held> after(long lsn, int limit) {
        return order.tailMap(lsn, false).values().stream()
                .limit(Math.min(limit, PAGE_MAX))
                .map(place -> batch(place.volume, place.dot).orElseThrow())
                .toList();
    }

    @Override
    public synchronized Set<DeviceId> holders(VolumeId volume, Dot dot) {
        var holders = new HashSet<DeviceId>();
        confirmed
                .getOrDefault(new MemoryCatalog.Chain(volume, dot.actor()), Map.of())
                .forEach(
                        (holder, n) -> {
                            if (n >= dot.n()) {
                                holders.add(holder);
                            }
                        });
        return holders;
    }

    @Override
    public synchronized VersionVector applied(VolumeId volume) {
        var applied = new TreeMap<Actor, Long>();
        chains.getOrDefault(volume, Map.of())
                .forEach(
                        (actor, chain) -> {
                            long n = applied(volume, actor, Math.min(chain.n(), chain.cut() - 1));
                            if (n > 0) {
                                applied.put(actor, n);
                            }
                        });
        return new VersionVector(applied);
    }

    private long applied(VolumeId volume, Actor actor, long end) {
        long n = 0;
        while (n < end && !isUnread(state(volume, actor, n + 1))) {
            n++;
        }
        while (n > 0 && state(volume, actor, n) == State.PENDING) {
            n--;
        }
        return n;
    }

    private State state(VolumeId volume, Actor actor, long n) {
        return kept(volume, new Dot(actor, n)).orElseThrow().state();
    }

    private static boolean isUnread(State state) {
        return state == State.WAITING || state == State.BROKEN;
    }

    @Override
    public Optional<Kept> kept(VolumeId volume, Dot dot) {
        return Optional.ofNullable(kept.get(new Place(volume, dot)));
    }

    @Override
    public void mark(VolumeId volume, Dot dot, State state) {
        kept.computeIfPresent(
                new Place(volume, dot), (_, before) -> new Kept(before.batch(), state));
    }

    @Override
    public Optional<Batch> waiting(Hash epoch) {
        return inOrder(State.WAITING)
                .filter(batch -> batch.header().sealing().epoch().equals(epoch))
                .findFirst();
    }

    @Override
    public void applied(VolumeId volume, Consumer<Batch> each) {
        inOrder(State.APPLIED)
                .filter(batch -> batch.header().volume().equals(volume))
                .forEach(each);
    }

    private Stream<Batch> inOrder(State state) {
        return order.values().stream()
                .map(place -> kept(place.volume, place.dot).orElseThrow())
                .filter(k -> k.state() == state)
                .map(Kept::batch);
    }

    @Override
    public TreeRows rows(VolumeId volume, boolean afresh) {
        return names.rows(volume, afresh);
    }
}
