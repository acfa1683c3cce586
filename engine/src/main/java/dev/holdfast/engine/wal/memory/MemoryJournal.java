package dev.holdfast.engine.wal.memory;

import dev.holdfast.engine.wal.Journal;
import dev.holdfast.engine.wal.JournalException;

import java.util.ArrayList;
import java.util.List;

/// Keeps records in the heap.
public final class MemoryJournal implements Journal {

    private record Entry(int type, byte[] payload) {}

    private final List<Entry> entries = new ArrayList<>();
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
        return entries.size();
    }

    @Override
    public synchronized void sync(long lsn) {
        if (lsn > entries.size()) {
            throw new IllegalArgumentException("record " + lsn + " was not appended");
        }
        durableLsn = entries.size();
    }

    @Override
    public <X extends Exception> void replay(long fromLsn, Visitor<X> visitor) throws X {
        List<Entry> seen;
        synchronized (this) {
            seen = List.copyOf(entries);
        }
        for (long lsn = Math.max(1, fromLsn); lsn <= seen.size(); lsn++) {
            var entry = seen.get((int) lsn - 1);
            visitor.visit(lsn, entry.type(), entry.payload().clone());
        }
    }

    @Override
    public synchronized long lastLsn() {
        return entries.size();
    }

    @Override
    public synchronized void close() {
        durableLsn = entries.size();
        closed = true;
    }

    /// Loses what was not synced, as a power cut would.
    public synchronized void loseUnsynced() {
        entries.subList((int) durableLsn, entries.size()).clear();
    }
}
