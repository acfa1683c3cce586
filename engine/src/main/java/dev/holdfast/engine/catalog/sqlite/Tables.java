package dev.holdfast.engine.catalog.sqlite;

import dev.holdfast.engine.catalog.Whole;

/// Every table, seen through one connection.
final class Tables implements AutoCloseable {

    final Db db;
    final Numbers numbers;
    final SelfTable self;
    final PlaceTable places;
    final BatchTable batches;
    final ChunkTable chunks;
    final PledgeTable pledges;

    Tables(Db db) {
        this.db = db;
        numbers = new Numbers(db);
        self = new SelfTable(db, numbers);
        places = new PlaceTable(db, numbers);
        batches = new BatchTable(db, numbers);
        chunks = new ChunkTable(db, numbers);
        pledges = new PledgeTable(db);
    }

    /// Forgets everything but the numbers of volumes, writers and holders, which readers remember.
    void clear() {
        self.clear();
        places.clear();
        batches.clear();
        chunks.clear();
        pledges.clear();
    }

    /// Gives back pages that are kept in memory.
    ///
    /// @return this
    Tables dropIdle() {
        db.execute("PRAGMA shrink_memory");
        return this;
    }

    /// Tells everything, as of one moment.
    <X extends Exception> long tell(Whole.Listener<X> each) throws X {
        long lsn = self.appliedLsn();
        var telling = new Whole.Telling<>(lsn, each);
        self.tellStatements(telling);
        batches.tell(telling);
        self.tell(telling);
        chunks.tell(telling);
        batches.tellConfirmed(telling);
        pledges.tell(telling);
        return lsn;
    }

    @Override
    public void close() {
        db.close();
    }
}
