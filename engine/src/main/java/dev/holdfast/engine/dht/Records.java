package dev.holdfast.engine.dht;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.canonical.Opaque;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.routing.DirectoryClaim;
import dev.holdfast.engine.core.routing.DirectoryRecord;
import dev.holdfast.engine.core.routing.RecordBook;
import dev.holdfast.engine.core.routing.RecordBook.Verdict;
import dev.holdfast.engine.core.wire.DirectoryMessage.Entry;
import dev.holdfast.engine.core.wire.DirectoryMessage.Kind;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// The directory records kept here. Safe for many threads.
///
/// Time is the wall clock's, since records say until when they hold.
public final class Records {

    private final RecordBook book;
    private final Function<DeviceId, Optional<Opaque>> keys;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();

    /// @param keys the signing keys of the devices that belong to the pool now
    public Records(
            RecordBook book, Function<DeviceId, Optional<Opaque>> keys, InstantSource clock) {
        this.book = book;
        this.keys = keys;
        this.clock = clock;
    }

    /// Keeps a record unless it is forged, older than what is kept, or expired.
    public Verdict take(DirectoryRecord record) {
        lock.lock();
        try {
            return book.take(record, keys, clock.instant());
        } finally {
            lock.unlock();
        }
    }

    /// What a peer gave; true when it was taken or known, and is what its envelope says.
    ///
    /// @param news takes it when it was not known
    boolean take(Entry entry, List<DirectoryRecord> news) {
        try {
            var record = DirectoryRecord.parse(entry.record());
            if (!record.key().equals(entry.key()) || kind(record) != entry.kind()) {
                return false;
            }
            var verdict = take(record);
            if (verdict == Verdict.TAKEN) {
                news.add(record);
            }
            return verdict == Verdict.TAKEN || verdict == Verdict.KNOWN;
        } catch (MalformedException e) {
            return false;
        }
    }

    public Optional<DirectoryRecord> get(Hash key) {
        lock.lock();
        try {
            return book.get(key, clock.instant());
        } finally {
            lock.unlock();
        }
    }

    /// The records taken last, as many as have so many bytes.
    public List<DirectoryRecord> latest(long bytesMax) {
        lock.lock();
        try {
            return book.latest(bytesMax, clock.instant());
        } finally {
            lock.unlock();
        }
    }

    List<DeviceId> strayHolders(ChunkId chunk) {
        lock.lock();
        try {
            return book.strayHolders(chunk, clock.instant());
        } finally {
            lock.unlock();
        }
    }

    long strays(DeviceId device) {
        lock.lock();
        try {
            return book.strays(device, clock.instant());
        } finally {
            lock.unlock();
        }
    }

    static Entry entry(DirectoryRecord record) {
        return new Entry(kind(record), record.key(), record.toBytes());
    }

    private static Kind kind(DirectoryRecord record) {
        return switch (record.stated().claim()) {
            case DirectoryClaim.Head _ -> Kind.HEAD;
            case DirectoryClaim.Strays _ -> Kind.EXCEPTION;
        };
    }
}
