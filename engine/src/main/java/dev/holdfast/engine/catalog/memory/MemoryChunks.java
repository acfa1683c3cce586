package dev.holdfast.engine.catalog.memory;

import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.catalog.ChunksView;
import dev.holdfast.engine.catalog.Whole;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.record.JournalRecord.ChunkState;
import dev.holdfast.engine.core.record.JournalRecord.Known;
import dev.holdfast.engine.core.repair.Stamp;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Facts about chunks, in the order of the ring.
final class MemoryChunks implements ChunksView {

    private static final class Row {
        int factor;
        boolean held;
        final TreeSet<DeviceId> holders = new TreeSet<>();
        final Map<MemoryCatalog.Chain, TreeSet<Long>> stamps = new HashMap<>();

        ChunkFacts facts(ChunkId id) {
            var all = new ArrayList<Stamp>();
            stamps.forEach(
                    (chain, claims) ->
                            claims.descendingSet()
                                    .forEach(
                                            claim ->
                                                    all.add(
                                                            new Stamp(
                                                                    chain.volume(),
                                                                    chain.actor(),
                                                                    claim))));
            return new ChunkFacts(id, factor, held, holders, all);
        }

        /// Of one writer in one volume the first and the latest claim are kept.
        void stamp(Stamp stamp) {
            var chain = new MemoryCatalog.Chain(stamp.volume(), stamp.actor());
            var claims = stamps.computeIfAbsent(chain, _ -> new TreeSet<>());
            claims.add(stamp.claim());
            claims.removeIf(claim -> claim > claims.first() && claim < claims.last());
        }
    }

    private final TreeMap<Hash, ChunkRef> contents = new TreeMap<>();
    private final TreeMap<ChunkId, Row> rows = new TreeMap<>();

    synchronized void know(List<Known> known) {
        known.forEach(content -> contents.put(content.mac(), content.ref()));
    }

    synchronized void stamp(Stamp stamp, int factor, List<ChunkId> ids) {
        change(
                ids,
                row -> {
                    if (!row.held) {
                        row.holders.clear();
                    }
                    row.held = true;
                    row.factor = Math.max(row.factor, factor);
                    row.stamp(stamp);
                });
    }

    synchronized void drop(List<ChunkId> ids) {
        change(
                ids,
                row -> {
                    row.held = false;
                    row.stamps.clear();
                });
    }

    synchronized void confirm(DeviceId holder, List<ChunkId> ids) {
        change(ids, row -> row.holders.add(holder));
    }

    synchronized void lose(DeviceId holder, List<ChunkId> ids) {
        change(ids, row -> row.holders.remove(holder));
    }

    synchronized void loseAllOf(DeviceId holder) {
        rows.values().forEach(row -> row.holders.remove(holder));
        rows.values().removeIf(MemoryChunks::isNothing);
    }

    synchronized void set(List<ChunkState> told) {
        for (var chunk : told) {
            var row = new Row();
            row.factor = chunk.factor();
            row.held = chunk.held();
            row.holders.addAll(chunk.holders());
            chunk.stamps().forEach(row::stamp);
            rows.put(chunk.id(), row);
        }
    }

    synchronized <X extends Exception> void tell(Whole.Telling<X> telling) throws X {
        for (var content : contents.entrySet()) {
            telling.content(new Known(content.getKey(), content.getValue()));
        }
        telling.finish();
        for (var row : rows.entrySet()) {
            telling.chunk(row.getValue().facts(row.getKey()));
        }
        telling.finish();
    }

    synchronized void forget() {
        contents.clear();
        rows.clear();
    }

    private void change(List<ChunkId> ids, Consumer<Row> change) {
        for (var id : ids) {
            var row = rows.computeIfAbsent(id, _ -> new Row());
            change.accept(row);
            if (isNothing(row)) {
                rows.remove(id);
            }
        }
    }

    private static boolean isNothing(Row row) {
        return !row.held && row.holders.isEmpty();
    }

    @Override
    public synchronized Optional<ChunkRef> known(Hash mac) {
        return Optional.ofNullable(contents.get(mac));
    }

    @Override
    public synchronized List<ChunkFacts> facts(Collection<ChunkId> ids) {
        return ids.stream()
                .flatMap(id -> Optional.ofNullable(rows.get(id)).map(r -> r.facts(id)).stream())
                .toList();
    }

    @Override
    public synchronized List<ChunkFacts> page(Optional<ChunkId> after, ChunkId last, int limit) {
        if (after.filter(id -> id.compareTo(last) >= 0).isPresent()) {
            return List.of();
        }
        var upTo = rows.headMap(last, true);
        var range = after.map(id -> upTo.tailMap(id, false)).orElse(upTo);
        return range.entrySet().stream()
                .limit(Math.min(limit, PAGE_MAX))
                .map(e -> e.getValue().facts(e.getKey()))
                .toList();
    }

    @Override
    public synchronized long held() {
        return rows.values().stream().filter(row -> row.held).count();
    }
}
