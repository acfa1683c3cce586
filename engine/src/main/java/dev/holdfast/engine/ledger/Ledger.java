package dev.holdfast.engine.ledger;

import dev.holdfast.engine.catalog.Catalog;
import dev.holdfast.engine.catalog.Catalog.Applied;
import dev.holdfast.engine.catalog.Views;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.wal.Journal;
import dev.holdfast.engine.wal.JournalException;
import dev.holdfast.engine.wal.Snapshots;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Journal and catalog as one: what was committed is durable and can be asked for. Safe for many
/// threads; whoever waits first syncs and applies for all who have appended by then.
///
/// After a failure nothing more is accepted: an fsync that failed once says nothing when it
/// succeeds later. The node stops, and starts again from what the journal holds.
public final class Ledger {

    /// Records that may wait to be applied before an append waits too, or are applied in one
    /// transaction while the journal is replayed.
    private static final int RECORDS_MAX = 4096;

    /// Bytes of such records.
    private static final long BYTES_MAX = 16 << 20;

    private final Journal journal;
    private final Catalog catalog;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition settled = lock.newCondition();
    private List<Applied> pending = new ArrayList<>();
    private long pendingBytes;
    private long settledLsn;
    private boolean settling;
    private boolean failed;

    private Ledger(Journal journal, Catalog catalog) {
        this.journal = journal;
        this.catalog = catalog;
        settledLsn = catalog.appliedLsn();
    }

    /// Brings the catalog up to the journal's end; one that is behind the records that the journal
    /// still has is made anew from its snapshot first. The ledger does not close either of them.
    ///
    /// @throws JournalException `DAMAGED` when the journal holds what is no record, or ends before
    ///   what the catalog has applied, or its snapshot is needed and not sound
    public static Ledger open(Journal journal, Catalog catalog) throws JournalException {
        if (journal.lastLsn() < catalog.appliedLsn()) {
            throw new JournalException(
                    JournalException.Kind.DAMAGED,
                    "the journal ends at %d, the catalog has applied %d"
                            .formatted(journal.lastLsn(), catalog.appliedLsn()));
        }
        if (isBehind(journal, catalog)) {
            restore(journal, catalog);
        }
        var ledger = new Ledger(journal, catalog);
        journal.replay(
                catalog.appliedLsn() + 1,
                (lsn, type, payload) -> {
                    ledger.add(new Applied(lsn, read(lsn, type, payload)), payload.length);
                    if (ledger.isFull()) {
                        catalog.apply(ledger.takePending());
                    }
                });
        catalog.apply(ledger.takePending());
        ledger.settledLsn = catalog.appliedLsn();
        return ledger;
    }

    /// Whether the journal has a snapshot instead of the records that the catalog would need next.
    private static boolean isBehind(Journal journal, Catalog catalog) {
        return catalog.appliedLsn() + 1 < journal.extent().firstLsn();
    }

    private static void restore(Journal journal, Catalog catalog) throws JournalException {
        var extent = journal.extent();
        if (!extent.isWhole()) {
            throw new JournalException(
                    JournalException.Kind.DAMAGED,
                    "nothing tells of the records before " + extent.firstLsn());
        }
        catalog.<JournalException>restore(
                extent.snapshotLsn(),
                each ->
                        journal.<JournalException>recall(
                                (lsn, type, payload) ->
                                        each.hear(new Applied(lsn, read(lsn, type, payload)))));
    }

    /// Shows what the catalog has not taken in yet, as far as the journal still has it record by
    /// record.
    ///
    /// @return false when it has a snapshot in place of them; then nothing was shown
    /// @throws JournalException `DAMAGED`
    public static boolean showPending(
            Journal journal, Catalog catalog, Consumer<JournalRecord> each)
            throws JournalException {
        if (isBehind(journal, catalog)) {
            return false;
        }
        Journal.Visitor<JournalException> visitor =
                (lsn, type, payload) -> each.accept(read(lsn, type, payload));
        journal.replay(catalog.appliedLsn() + 1, visitor);
        return true;
    }

    /// Every statement of the roster, also those that the catalog has not taken in yet: without
    /// them its names could not be opened when it does.
    ///
    /// @throws JournalException `DAMAGED`
    public static List<byte[]> statements(Journal journal, Catalog catalog)
            throws JournalException {
        var statements = new ArrayList<byte[]>();
        Consumer<JournalRecord> add =
                record -> {
                    if (record instanceof JournalRecord.StatementAccepted(var statement)) {
                        statements.add(statement);
                    }
                };
        if (isBehind(journal, catalog)) {
            Journal.Visitor<JournalException> each =
                    (lsn, type, payload) -> add.accept(read(lsn, type, payload));
            journal.recall(each);
            journal.replay(journal.extent().snapshotLsn() + 1, each);
        } else {
            statements.addAll(catalog.views().self().statements());
            showPending(journal, catalog, add);
        }
        return statements;
    }

    /// Says how fast a snapshot is written.
    @FunctionalInterface
    public interface Pace {

        /// Called after so many more bytes were written; may wait.
        ///
        /// @return false to give the snapshot up
        boolean goesOn(int bytes);
    }

    /// Writes a snapshot of the journal when it is due, and deletes the records that it and what is
    /// durable of the catalog are past. Others go on meanwhile.
    ///
    /// @return whether a snapshot was written
    /// @throws JournalException `FAILED`; journal and catalog are as they were, and go on
    public boolean shorten(Predicate<Snapshots.Extent> isDue, Pace pace) throws JournalException {
        boolean due = isDue.test(journal.extent());
        if (due) {
            journal.snapshot(to -> tell(to, pace));
        }
        if (journal.extent().pastBytes() > 0) {
            journal.forget(catalog.checkpoint());
        }
        return due;
    }

    private long tell(Journal.Visitor<JournalException> to, Pace pace) throws JournalException {
        return catalog.<JournalException>tell(
                applied -> {
                    var payload = applied.record().toBytes();
                    to.visit(applied.lsn(), applied.record().type(), payload);
                    if (!pace.goesOn(payload.length)) {
                        throw new JournalException(
                                JournalException.Kind.FAILED, "the snapshot is given up");
                    }
                });
    }

    private void add(Applied applied, int bytes) {
        pending.add(applied);
        pendingBytes += bytes;
    }

    private boolean isFull() {
        return pending.size() >= RECORDS_MAX || pendingBytes >= BYTES_MAX;
    }

    private List<Applied> takePending() {
        var taken = pending;
        pending = new ArrayList<>();
        pendingBytes = 0;
        return taken;
    }

    private static JournalRecord read(long lsn, int type, byte[] payload) throws JournalException {
        try {
            return JournalRecord.read(type, payload);
        } catch (MalformedException e) {
            throw new JournalException(
                    JournalException.Kind.DAMAGED, "record " + lsn + " cannot be read", e);
        }
    }

    /// Durable and visible on return, all in one transaction unless they are very many.
    public void commit(List<? extends JournalRecord> records) throws JournalException {
        await(append(records));
    }

    public void commit(JournalRecord record) throws JournalException {
        commit(List.of(record));
    }

    /// Puts records at the end of the journal, together, and waits for nothing.
    ///
    /// @return what to [#await]
    public long append(List<? extends JournalRecord> records) throws JournalException {
        lock.lock();
        try {
            if (isFull()) {
                awaitLocked(pending.getLast().lsn());
            }
            checkSound();
            long last = pending.isEmpty() ? settledLsn : pending.getLast().lsn();
            for (var record : records) {
                var payload = record.toBytes();
                last = journal.append(record.type(), payload);
                add(new Applied(last, record), payload.length);
            }
            return last;
        } finally {
            lock.unlock();
        }
    }

    /// Returns once everything up to `lsn` is durable and visible.
    public void await(long lsn) throws JournalException {
        lock.lock();
        try {
            awaitLocked(lsn);
        } finally {
            lock.unlock();
        }
    }

    public Views views() {
        return catalog.views();
    }

    private void awaitLocked(long lsn) throws JournalException {
        while (settledLsn < lsn) {
            checkSound();
            if (settling) {
                settled.awaitUninterruptibly();
            } else if (pending.isEmpty()) {
                throw new IllegalArgumentException("record " + lsn + " was not appended");
            } else {
                settle();
            }
        }
    }

    /// Syncs and applies what is pending, with the lock given up meanwhile.
    private void settle() throws JournalException {
        var now = takePending();
        settling = true;
        boolean done = false;
        lock.unlock();
        try {
            journal.sync(now.getLast().lsn());
            catalog.apply(now);
            done = true;
        } finally {
            lock.lock();
            settling = false;
            failed |= !done;
            settledLsn = done ? now.getLast().lsn() : settledLsn;
            settled.signalAll();
        }
    }

    private void checkSound() throws JournalException {
        if (failed) {
            throw new JournalException(
                    JournalException.Kind.FAILED,
                    "an earlier write to the journal or catalog failed");
        }
    }
}
