package dev.holdfast.engine.catalog.sqlite;

import dev.holdfast.engine.catalog.BatchesView.Held;
import dev.holdfast.engine.catalog.Naming;
import dev.holdfast.engine.catalog.Naming.Kept;
import dev.holdfast.engine.catalog.Naming.State;
import dev.holdfast.engine.core.batch.Batch;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.tree.TreeRows;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Batches and names within a transaction.
final class Shelf implements Naming.Shelf {

    private final Tables tables;
    private final Map<VolumeId, PlaceRows> rows = new HashMap<>();

    Shelf(Tables tables) {
        this.tables = tables;
    }

    /// Writes what the transaction is to keep.
    void flush() {
        rows.values().forEach(PlaceRows::flush);
    }

    /// Forgets what was undone with the transaction.
    void forget() {
        rows.clear();
    }

    @Override
    public Optional<Kept> kept(VolumeId volume, Dot dot) {
        return tables.batches
                .state(volume, dot)
                .flatMap(
                        state ->
                                tables.batches
                                        .batch(volume, dot)
                                        .map(held -> new Kept(held.batch(), state)));
    }

    @Override
    public void mark(VolumeId volume, Dot dot, State state) {
        tables.batches.mark(volume, dot, state);
    }

    @Override
    public Optional<Batch> waiting(Hash epoch) {
        return tables.batches.waiting(epoch);
    }

    @Override
    public void applied(VolumeId volume, Consumer<Batch> each) {
        long number = tables.numbers.volume(volume);
        var next = tables.batches.applied(number, 0);
        while (next.isPresent()) {
            each.accept(next.get().batch());
            next = tables.batches.applied(number, next.map(Held::lsn).orElseThrow());
        }
    }

    @Override
    public TreeRows rows(VolumeId volume, boolean afresh) {
        long number = tables.numbers.volume(volume);
        var found = rows.computeIfAbsent(volume, _ -> new PlaceRows(tables.places, number));
        if (afresh) {
            found.forget();
            tables.places.clear(number);
        }
        return found;
    }
}
