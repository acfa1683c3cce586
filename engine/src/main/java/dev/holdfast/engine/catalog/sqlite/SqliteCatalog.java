package dev.holdfast.engine.catalog.sqlite;

import dev.holdfast.engine.catalog.BodyOpener;
import dev.holdfast.engine.catalog.Catalog;
import dev.holdfast.engine.catalog.CatalogException;
import dev.holdfast.engine.catalog.Naming;
import dev.holdfast.engine.catalog.Views;
import dev.holdfast.engine.core.batch.Batch;
import dev.holdfast.engine.core.batch.BatchChain.Verdict;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.core.record.JournalRecord.BatchAccepted;
import dev.holdfast.engine.core.record.JournalRecord.BatchesConfirmed;
import dev.holdfast.engine.core.record.JournalRecord.ChunksDropped;
import dev.holdfast.engine.core.record.JournalRecord.ChunksStamped;
import dev.holdfast.engine.core.record.JournalRecord.ChunksTold;
import dev.holdfast.engine.core.record.JournalRecord.ClaimClosed;
import dev.holdfast.engine.core.record.JournalRecord.ClaimOffered;
import dev.holdfast.engine.core.record.JournalRecord.ClaimOpened;
import dev.holdfast.engine.core.record.JournalRecord.ClaimWithheld;
import dev.holdfast.engine.core.record.JournalRecord.ContentKnown;
import dev.holdfast.engine.core.record.JournalRecord.CopiesConfirmed;
import dev.holdfast.engine.core.record.JournalRecord.CopiesLost;
import dev.holdfast.engine.core.record.JournalRecord.HolderLost;
import dev.holdfast.engine.core.record.JournalRecord.IncarnationDrawn;
import dev.holdfast.engine.core.record.JournalRecord.PledgeMoved;
import dev.holdfast.engine.core.record.JournalRecord.StatementAccepted;
import dev.holdfast.engine.core.record.JournalRecord.WriterCut;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// One connection writes, a few others read what was committed. A commit does not wait for the
/// disk: after a power cut the file is sound, shows an earlier moment, and the journal has the
/// rest. https://www.sqlite.org/wal.html
public final class SqliteCatalog implements Catalog {

    /// How long a checkpoint waits for questions while nobody can write.
    private static final int CHECKPOINT_WAIT_MS = 100;

    private final Path file;
    private final Tables tables;
    private final Readers readers;
    private final Shelf shelf;
    private final Naming naming;
    private long durableLsn;

    private SqliteCatalog(Path file, BodyOpener opener) {
        this.file = file;
        tables = new Tables(Connections.open(file));
        try {
            Schema.ensure(tables.db);
            readers = new Readers(() -> Connections.open(file));
        } catch (CatalogException e) {
            tables.close();
            throw e;
        }
        shelf = new Shelf(tables);
        naming = new Naming(opener, shelf, tables.batches.waitingEpochs());
    }

    /// Opens a file, or makes one that only its owner may read.
    ///
    /// @throws CatalogException when a later program made it, or it is damaged; the caller may then
    ///   put it away and make it again from the journal
    public static SqliteCatalog open(Path file, BodyOpener opener) {
        Connections.create(file);
        return new SqliteCatalog(file, opener);
    }

    @Override
    public synchronized void apply(List<Applied> records) {
        change(() -> applyAll(records));
    }

    /// One transaction, however much it is: what does not fit in memory waits in the log.
    @Override
    public synchronized <X extends Exception> void restore(long lsn, Source<X> told) throws X {
        this.<X>change(
                () -> {
                    tables.clear();
                    told.tellTo(applied -> apply(applied.lsn(), applied.record()));
                    naming.openWaiting();
                    shelf.flush();
                    tables.self.applied(lsn);
                });
    }

    @Override
    public <X extends Exception> long tell(Listener<X> each) throws X {
        try (var moment = new Tables(Connections.open(file))) {
            moment.db.execute("BEGIN");
            return moment.tell(each);
        }
    }

    private <X extends Exception> void change(Db.Work<X> work) throws X {
        boolean done = false;
        try {
            tables.db.transaction(work);
            done = true;
        } finally {
            if (!done) {
                tables.numbers.forget();
                tables.chunks.forget();
            }
            shelf.forget();
        }
    }

    private void applyAll(List<Applied> records) {
        long before = tables.self.appliedLsn();
        long last = before;
        for (var applied : records) {
            if (applied.lsn() > last) {
                apply(applied.lsn(), applied.record());
                last = applied.lsn();
            }
        }
        naming.openWaiting();
        shelf.flush();
        if (last > before) {
            tables.self.applied(last);
        }
    }

    private void apply(long lsn, JournalRecord record) {
        switch (record) {
            case StatementAccepted(var statement) -> tables.self.accept(lsn, statement);
            case BatchAccepted(var bytes) -> accept(lsn, bytes);
            case WriterCut(var volume, var from) -> cut(volume, from);
            case IncarnationDrawn(var actor) -> tables.self.draw(actor);
            case ClaimOpened(var claim) -> tables.self.open(claim);
            case ClaimClosed(var claim) -> tables.self.close(claim);
            case ClaimWithheld(var claim) -> tables.self.withhold(claim);
            case ClaimOffered(var claim) -> tables.self.offer(claim);
            case ContentKnown(var contents) -> tables.chunks.know(contents);
            case ChunksStamped(var stamp, var factor, var ids) ->
                    tables.chunks.stamp(stamp, factor, ids);
            case ChunksDropped(var ids) -> tables.chunks.drop(ids);
            case CopiesConfirmed(var holder, var ids) -> tables.chunks.confirm(holder, ids);
            case CopiesLost(var holder, var ids) -> tables.chunks.lose(holder, ids);
            case HolderLost(var holder) -> lose(holder);
            case BatchesConfirmed(var holder, var volume, var upTo) ->
                    tables.batches.confirm(holder, volume, upTo);
            case PledgeMoved moved -> tables.pledges.move(moved);
            case ChunksTold(var told) -> tables.chunks.set(told);
        }
    }

    private void accept(long lsn, byte[] bytes) {
        var batch = read(bytes);
        var header = batch.header();
        var writer = header.dot().actor();
        var verdict =
                tables.batches
                        .chain(header.volume(), writer)
                        .judge(
                                header,
                                batch.id(),
                                n ->
                                        tables.batches
                                                .batch(header.volume(), new Dot(writer, n))
                                                .orElseThrow()
                                                .batch()
                                                .id());
        if (verdict instanceof Verdict.Accept(var then)) {
            tables.batches.put(header.volume(), writer, then);
            tables.batches.insert(lsn, batch);
            naming.arrived(batch);
        }
    }

    private void cut(VolumeId volume, Dot from) {
        var chain = tables.batches.chain(volume, from.actor());
        tables.batches.put(volume, from.actor(), chain.cutAt(from.n()));
        if (from.n() <= chain.n()) {
            naming.cut(volume, from, chain.n());
        }
    }

    private void lose(DeviceId holder) {
        tables.chunks.loseAllOf(holder);
        tables.batches.loseAllOf(holder);
        tables.pledges.loseAllOf(holder);
    }

    private static Batch read(byte[] bytes) {
        try {
            return Batch.read(bytes);
        } catch (MalformedException e) {
            throw damaged(e);
        }
    }

    static CatalogException damaged(MalformedException cause) {
        return new CatalogException(
                CatalogException.Kind.FAILED, "what was kept cannot be read", cause);
    }

    /// Gives back the pages that connections keep beside the file.
    public void dropIdle() {
        readers.dropIdle();
        synchronized (this) {
            tables.dropIdle();
        }
    }

    /// Whether all that SQLite can check of the file is as it should be. Reads all of it.
    public synchronized boolean isSound() {
        return tables.db
                .first("PRAGMA quick_check(1)", row -> row.getString(1))
                .filter("ok"::equals)
                .isPresent();
    }

    @Override
    public synchronized long appliedLsn() {
        return tables.self.appliedLsn();
    }

    /// What is wrong inside the file, as far as SQLite sees, which reads all of it for that.
    public synchronized Optional<String> fault() {
        var said = tables.db.all("PRAGMA quick_check(1)", row -> row.getString(1));
        return said.equals(List.of("ok")) ? Optional.empty() : said.stream().findFirst();
    }

    @Override
    public Views views() {
        return readers.views();
    }

    /// Most of it goes on beside those who write, and what came meanwhile while nobody does.
    @Override
    public long checkpoint() {
        try (var beside = Connections.open(file)) {
            isWhole(beside, "PASSIVE");
        }
        synchronized (this) {
            tables.db.execute("PRAGMA busy_timeout = " + CHECKPOINT_WAIT_MS);
            try {
                if (isWhole(tables.db, "TRUNCATE")) {
                    durableLsn = tables.self.appliedLsn();
                }
            } finally {
                tables.db.execute("PRAGMA busy_timeout = " + Connections.BUSY_MS);
            }
            return durableLsn;
        }
    }

    /// Moves pages from the log to the database and forces both.
    ///
    /// @return whether those were all
    private static boolean isWhole(Db db, String mode) {
        return db.first(
                        "PRAGMA wal_checkpoint(" + mode + ")",
                        row -> row.getInt(2) >= 0 && row.getInt(2) == row.getInt(3))
                .orElseThrow();
    }

    @Override
    public synchronized void close() {
        readers.close();
        tables.close();
    }
}
