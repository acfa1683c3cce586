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

    /// What was done at once.
    interface Transaction {
        void on(MemoryCatalog catalog);
    }

    private final MemoryCatalog catalog;
    private final List<Transaction> transactions = new ArrayList<>();
    private int durable;

    /// A catalog that has taken in these transactions.
    CarriedCatalog(Self self, List<Transaction> carried) {
        catalog = new MemoryCatalog(new Bodies(self.tools().sealer(), self::ring));
        carried.forEach(this::run);
        durable = carried.size();
    }

    private void run(Transaction transaction) {
        transaction.on(catalog);
        transactions.add(transaction);
    }

    @Override
    public synchronized void apply(List<Applied> records) {
        var kept = List.copyOf(records);
        run(to -> to.apply(kept));
    }

    @Override
    public <X extends Exception> long tell(Listener<X> each) throws X {
        return catalog.tell(each);
    }

    @Override
    public synchronized <X extends Exception> void restore(long lsn, Source<X> told) throws X {
        var kept = new ArrayList<Applied>();
        told.tellTo(kept::add);
        run(to -> to.restore(lsn, each -> kept.forEach(each::hear)));
    }

    /// The transactions that a power cut leaves: all, or those before the last checkpoint.
    synchronized List<Transaction> found(boolean isAll) {
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
    public synchronized long checkpoint() {
        durable = transactions.size();
        return appliedLsn();
    }

    @Override
    public void close() {
        catalog.close();
    }
}
