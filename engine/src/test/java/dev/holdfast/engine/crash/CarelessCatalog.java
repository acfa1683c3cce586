package dev.holdfast.engine.crash;

import dev.holdfast.engine.catalog.Catalog;
import dev.holdfast.engine.catalog.Views;

import java.util.List;

/// A catalog that says it is durable and does nothing for it.
record CarelessCatalog(Catalog catalog) implements Catalog {

    @Override
    public long checkpoint() {
        return catalog.appliedLsn();
    }

    @Override
    public void apply(List<Applied> records) {
        catalog.apply(records);
    }

    @Override
    public long appliedLsn() {
        return catalog.appliedLsn();
    }

    @Override
    public Views views() {
        return catalog.views();
    }

    @Override
    public <X extends Exception> long tell(Listener<X> each) throws X {
        return catalog.tell(each);
    }

    @Override
    public <X extends Exception> void restore(long lsn, Source<X> told) throws X {
        catalog.restore(lsn, told);
    }

    @Override
    public void close() {
        catalog.close();
    }
}
