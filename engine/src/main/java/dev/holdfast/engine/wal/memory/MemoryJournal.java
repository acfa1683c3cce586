package dev.holdfast.engine.wal.memory;

import dev.holdfast.engine.wal.Journal;
import dev.holdfast.engine.wal.JournalException;

import java.util.ArrayList;
import java.util.List;

/// Keeps records in the heap.
public final class MemoryJournal implements Journal {

    private record Entry(int type, byte[] payload) {}

    /// A record of a snapshot, where it was told to be.
    private record Told(long lsn, Entry entry) {}

    private final List<Entry> entries = new ArrayList<>();
    private List<Told> snapshot = List.of();
    private long snapshotLsn;
    private long forgotten;
    private long durableLsn;
    private boolean closed;

    @Override
    public synchronized long append(int type, byte[] payload) throws JournalException {
        if (type < 0 || type > TYPE_MAX || payload.length > PAYLOAD_MAX) {
            throw new IllegalArgumentException(
                    "type " + type + " with " + payload.length + " bytes");
        }
        if (closed) {
            throw new JournalException(JournalException.Kind.FAILED, "the journal is closed");
        }
        entries.add(new Entry(type, payload.clone()));
        return lastLsn();
    }

    @Override
    public synchronized void sync(long lsn) {
        if (lsn > lastLsn()) {
            throw new IllegalArgumentException("record " + lsn + " was not appended");
        }
        durableLsn = lastLsn();
    }

    @Override
    public <X extends Exception> void replay(long fromLsn, Visitor<X> visitor) throws X {
        List<Entry> seen;
        long before;
        synchronized (this) {
            seen = List.copyOf(entries);
            before = forgotten;
        }
        if (Math.max(1, fromLsn) <= before) {
            throw new IllegalArgumentException("record " + fromLsn + " was forgotten");
        }
        for (long lsn = Math.max(1, fromLsn); lsn <= before + seen.size(); lsn++) {
            var entry = seen.get((int) (lsn - before) - 1);
            visitor.visit(lsn, entry.type(), entry.payload().clone());
        }
    }

    @Override
    public synchronized Extent extent() {
        long past = bytes(0, snapshotLsn - forgotten);
        long ahead = bytes(Math.max(0, snapshotLsn - forgotten), entries.size());
        long bytes = snapshot.stream().mapToLong(told -> told.entry.payload.length).sum();
        return new Extent(forgotten + 1, snapshotLsn, bytes, past, ahead);
    }

    private long bytes(long from, long to) {
        return entries.stream()
                .skip(from)
                .limit(Math.max(0, to - from))
                .mapToLong(entry -> entry.payload.length)
                .sum();
    }

    @Override
    public <X extends Exception> void snapshot(Telling<X> telling) throws JournalException, X {
        var told = new ArrayList<Told>();
        long lsn =
                telling.tell(
                        (at, type, payload) ->
                                told.add(new Told(at, new Entry(type, payload.clone()))));
        synchronized (this) {
            snapshot = told;
            snapshotLsn = lsn;
        }
    }

    @Override
    public <X extends Exception> void recall(Visitor<X> visitor) throws JournalException, X {
        List<Told> shown;
        synchronized (this) {
            shown = snapshot;
            if (snapshotLsn == 0) {
                throw new JournalException(
                        JournalException.Kind.DAMAGED, "the journal has no snapshot");
            }
        }
        for (var told : shown) {
            visitor.visit(told.lsn, told.entry.type, told.entry.payload.clone());
        }
    }

    @Override
    public synchronized void forget(long lsn) {
        long count = Math.min(Math.min(lsn, snapshotLsn), durableLsn) - forgotten;
        if (count > 0) {
            entries.subList(0, (int) count).clear();
            forgotten += count;
        }
    }

    @Override
    public synchronized long lastLsn() {
        return forgotten + entries.size();
    }

    @Override
    public synchronized void close() {
        durableLsn = lastLsn();
        closed = true;
    }

    /// Loses what was not synced, as a power cut would.
    public synchronized void loseUnsynced() {
        entries.subList((int) (durableLsn - forgotten), entries.size()).clear();
    }
}
