package dev.holdfast.engine.files;

import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.content.Chunker;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.core.tree.Edits;
import dev.holdfast.engine.core.tree.Shown;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// One put from its claim to its last name. Chunks are made durable in groups while the put goes
/// on; names follow the chunks they need. Safe for many threads: while one writes a group of names,
/// the others gather the next.
final class PutSession implements AutoCloseable {

    /// Names that may wait to be written together.
    private static final int GROUP_NAMES = 2_048;

    private final Rooms rooms;
    private final Place.Volume volume;
    private final Consumer<Event> events;
    private final Stamp claim;
    private final ChunkKeeper keeper;
    private final Chunker chunker;
    private final long began = System.nanoTime();
    private final ReentrantLock writing = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private Map<EntryPath, Entry.Kind> names = new LinkedHashMap<>();
    private final Map<Actor, Dot> batches = new HashMap<>();
    private OptionalLong total = OptionalLong.empty();
    private long readBytes;
    private long files;
    private boolean closed;
    private boolean hasMissed;
    private Optional<Expectation> expected = Optional.empty();

    PutSession(Rooms rooms, Place.Volume volume, BufferPool buffers, Consumer<Event> events)
            throws NodeException {
        this.rooms = rooms;
        this.volume = volume;
        this.events = events;
        claim = rooms.names().openClaim(volume.id());
        keeper = new ChunkKeeper(rooms, buffers, claim, volume.spec().factor());
        chunker = Chunker.of(volume.spec().chunkBytes(), rooms.keeping().sealer().chunkerKey());
    }

    Chunker chunker() {
        return chunker;
    }

    ChunkKeeper keeper() {
        return keeper;
    }

    /// How many bytes there are in all, once that is known.
    void expect(long bytes) {
        lock.lock();
        try {
            total = OptionalLong.of(bytes);
        } finally {
            lock.unlock();
        }
    }

    /// The same channel, which reports how far it was read.
    ReadableByteChannel counted(ReadableByteChannel source) {
        return new Counted(source, Long.MAX_VALUE);
    }

    /// The same for a file of a size that is known: it ends one byte behind that, so that a file
    /// that grows while it is read is noticed and not read for ever.
    ReadableByteChannel counted(ReadableByteChannel source, long size) {
        return new Counted(source, size + 1);
    }

    /// Names are written only while this holds.
    void expecting(Expectation expectation) {
        expected = Optional.of(expectation);
    }

    /// Says what is to stand at a place, unless just that stands there.
    void add(Place place, Entry.Kind kind) throws NodeException, InterruptedException {
        var same = place.shown().flatMap(Shown::version).filter(v -> v.entry().kind().equals(kind));
        lock.lock();
        try {
            if (kind instanceof Entry.File) {
                files++;
            }
            same.ifPresentOrElse(v -> writtenBy(v.dot()), () -> names.put(place.path(), kind));
            if (names.size() < GROUP_NAMES) {
                return;
            }
        } finally {
            lock.unlock();
        }
        writeNames(GROUP_NAMES);
    }

    void missed(String path, Problem problem) {
        lock.lock();
        try {
            hasMissed = true;
            events.accept(new Event.Missed(path, problem));
        } finally {
            lock.unlock();
        }
    }

    /// Writes what is left, and waits for copies as far as the policy and the pool allow.
    Outcome.Stored finish(Rooms.Wanted wanted) throws NodeException, InterruptedException {
        writeNames(1);
        closeClaim();
        var all = keeper.all();
        var awaited =
                new Rooms.Awaited(
                        volume.id(), volume.spec(), Set.copyOf(batches.values()), all, wanted);
        var copies =
                rooms.peers()
                        .await(
                                awaited,
                                done ->
                                        events.accept(
                                                new Event.Progress(
                                                        Event.Activity.COPYING, done, all.size())));
        var tally = keeper.tally();
        return new Outcome.Stored(
                files,
                readBytes,
                tally.chunks(),
                tally.fresh(),
                tally.storedBytes(),
                copies.sentBytes(),
                copies.copies(),
                Duration.ofNanos(System.nanoTime() - began));
    }

    /// Makes durable what was kept so far, and then changes names.
    void write(Consumer<Edits> change) throws NodeException, InterruptedException {
        writing.lock();
        try {
            keeper.commit();
            rooms.names().write(volume.id(), change).ifPresent(this::noteWritten);
        } finally {
            writing.unlock();
        }
    }

    /// Makes durable what was kept so far, so that it is copied before it has a name.
    void give() throws NodeException {
        keeper.commit();
    }

    /// Ends it without waiting for copies.
    ///
    /// @param isWhole whether all that was kept has a name
    void end(boolean isWhole) throws NodeException {
        hasMissed |= !isWhole;
        closeClaim();
    }

    /// Ends the claim, and with it what keeps the chunks here. One that has not come to its last
    /// name is left: its chunks are there for the same put when it is run again, and go otherwise.
    @Override
    public void close() throws NodeException {
        if (closed) {
            keeper.close();
            return;
        }
        try {
            keeper.giveUp();
        } finally {
            keeper.close();
            rooms.names().leaveClaim(claim, keeper.isFull());
        }
    }

    /// What was missed may have left chunks without a name.
    private void closeClaim() throws NodeException {
        closed = true;
        if (hasMissed) {
            keeper.close();
            rooms.names().leaveClaim(claim, false);
        } else {
            rooms.names().closeClaim(claim);
        }
    }

    /// Who has a writer's batch has those before it.
    private void writtenBy(Dot batch) {
        batches.merge(batch.actor(), batch, (a, b) -> a.compareTo(b) < 0 ? b : a);
    }

    /// Writes what waits, unless it is fewer names than `least`: of many threads that saw a full
    /// group the first writes it, and what came since is left to grow.
    private void writeNames(int least) throws NodeException, InterruptedException {
        writing.lock();
        try {
            var these = takeNames(least);
            if (these.isEmpty() && least > 1) {
                return;
            }
            keeper.commit();
            if (!these.isEmpty()) {
                Consumer<Edits> change =
                        edits ->
                                these.forEach(
                                        (path, kind) -> edits.write(path, kind, rooms.fresh()));
                var written =
                        expected.isPresent()
                                ? expected.get().write(rooms, change)
                                : rooms.names().write(volume.id(), change);
                written.ifPresent(this::noteWritten);
            }
        } finally {
            writing.unlock();
        }
    }

    private Map<EntryPath, Entry.Kind> takeNames(int least) {
        lock.lock();
        try {
            if (names.size() < least) {
                return Map.of();
            }
            var these = names;
            names = new LinkedHashMap<>();
            return these;
        } finally {
            lock.unlock();
        }
    }

    private void noteWritten(Dot batch) {
        lock.lock();
        try {
            writtenBy(batch);
        } finally {
            lock.unlock();
        }
    }

    /// So many bytes of a file were read, or need not be.
    void passed(long bytes) {
        lock.lock();
        try {
            readBytes += bytes;
            long all = total.isEmpty() ? 0 : Math.max(total.getAsLong(), readBytes);
            events.accept(new Event.Progress(Event.Activity.STORING, readBytes, all));
        } finally {
            lock.unlock();
        }
    }

    /// Counts what is read.
    private final class Counted implements ReadableByteChannel {

        private final ReadableByteChannel source;
        private long left;

        Counted(ReadableByteChannel source, long most) {
            this.source = source;
            left = most;
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            if (left == 0) {
                return -1;
            }
            int room = (int) Math.min(into.remaining(), left);
            var place = into.slice(into.position(), room);
            int count = source.read(place);
            if (count > 0) {
                into.position(into.position() + count);
                left -= count;
                passed(count);
            }
            return count;
        }

        @Override
        public boolean isOpen() {
            return source.isOpen();
        }

        @Override
        public void close() throws IOException {
            source.close();
        }
    }
}
