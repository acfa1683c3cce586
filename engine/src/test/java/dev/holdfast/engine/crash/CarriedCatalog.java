package dev.holdfast.engine.crash;

import dev.holdfast.engine.catalog.Catalog;
import dev.holdfast.engine.catalog.Views;
import dev.holdfast.engine.catalog.memory.MemoryCatalog;
import dev.holdfast.engine.exchange.Bodies;

import java.util.ArrayList;
import java.util.List;

/// A catalog that after a power cut shows an earlier moment, as the one of SQLite does: it
/// remembers its transactions, and one that begins with the first few of them is as it was then.
final class CarriedCatalog implements Catalog {

    private final MemoryCatalog catalog;
    private final List<List<Applied>> transactions = new ArrayList<>();
    private int durable;

    /// A catalog that has taken in these transactions.
    CarriedCatalog(Self self, List<List<Applied>> carried) {
        catalog = new MemoryCatalog(new Bodies(self.tools().sealer(), self::ring));
        carried.forEach(this::apply);
        durable = carried.size();
    }

    @Override
    public synchronized void apply(List<Applied> records) {
        catalog.apply(records);
        transactions.add(List.copyOf(records));
    }

    /// How many transactions a power cut leaves at least, and how many there were.
    synchronized List<List<Applied>> found(boolean isAll) {
        return List.copyOf(transactions.subList(0, isAll ? transactions.size() : durable));
    }

    @Override
    public synchronized long appliedLsn() {
        return catalog.appliedLsn();
    }

    @Override
    public Views views() {
        return catalog.views();
    }

    @Override
    public synchronized void checkpoint() {
        durable = transactions.size();
    }

    @Override
    public void close() {
        catalog.close();
    }
}
