package dev.holdfast.engine.catalog.sqlite;

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

    @Override
    public void close() {
        db.close();
    }
}
