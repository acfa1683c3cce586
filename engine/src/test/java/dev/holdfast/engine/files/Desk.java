package dev.holdfast.engine.files;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.buffers.Shelf;
import dev.holdfast.engine.catalog.Scribe;
import dev.holdfast.engine.catalog.memory.MemoryCatalog;
import dev.holdfast.engine.codec.stored.StoredCodec;
import dev.holdfast.engine.core.batch.BatchBody;
import dev.holdfast.engine.core.batch.Trim;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.PoolId;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.Hlc;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.namespace.VolumeSpec;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.core.tree.Edits;
import dev.holdfast.engine.core.tree.TreeRow;
import dev.holdfast.engine.crypto.Secret;
import dev.holdfast.engine.crypto.bc.BcSealer;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.store.ChunkStore;
import dev.holdfast.engine.store.Coming;
import dev.holdfast.engine.store.Pins;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.store.TestChunk;
import dev.holdfast.engine.store.memory.MemoryChunkStore;
import dev.holdfast.engine.wal.JournalException;
import dev.holdfast.engine.wal.memory.MemoryJournal;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// The verbs of one device over stores in memory, with a volume `files`. What its own store lacks
/// comes from another one, when the test lets it.
final class Desk implements Rooms.Pool, Rooms.Names, Rooms.Peers {

    private static final PoolId POOL = new PoolId(Scribe.hash("pool"));
    private static final int BUFFER = 8 << 20;

    final MemoryChunkStore store = new MemoryChunkStore();
    final MemoryChunkStore elsewhere = new MemoryChunkStore();
    final Ledger ledger;
    final Files files;
    private final Rooms rooms;

    /// Told of chunks that are to be copied.
    final List<Rooms.Written> written = new CopyOnWriteArrayList<>();

    /// One for each fetch that has begun, and one for each that may end.
    final Semaphore begun = new Semaphore(0);

    final Semaphore allowed = new Semaphore(0);

    /// What its own disk is asked for.
    final HeldStore.Gate disk = new HeldStore.Gate();

    /// Whether a fetch goes on to its end when it is told to stop.
    volatile boolean isStubborn;

    /// What happens once between a look at names and the writing of some.
    Runnable meanwhile = () -> {};

    private final Map<VolumeId, Scribe> scribes = new HashMap<>();
    private final Map<String, Scribe> others = new HashMap<>();
    private final Map<DeviceId, String> names = new HashMap<>();
    private final Random random = new Random(11);
    private long claims;

    /// The day on which all is written from now on, since 1970.
    int day;

    Desk() throws NodeException, InterruptedException, JournalException {
        ledger =
                Ledger.open(
                        new MemoryJournal(), new MemoryCatalog(new Scribe.Opener(Scribe.EPOCH)));
        var shelf = new Shelf();
        var sealer =
                new BcSealer(new Secret(Scribe.hash("dedup")), new StoredCodec(), List.of(), shelf);
        var keeping =
                new Rooms.Keeping(
                        sealer,
                        new HeldStore(store, disk),
                        new Pins(),
                        new Coming(),
                        ledger,
                        new Scribe.Opener(Scribe.EPOCH),
                        Rooms.Relief.NONE,
                        shelf,
                        Rooms.Cache.NONE);
        rooms = new Rooms(keeping, this, this, this, random::nextBytes);
        files = new Files(rooms, clock());
        ledger.commit(new JournalRecord.IncarnationDrawn(new Scribe("me").actor()));
        volume("files", VolumeSpec.DEFAULT);
    }

    private static InstantSource clock() {
        return () -> Instant.ofEpochSecond(1_000_000);
    }

    void volume(String name, VolumeSpec spec) throws NodeException, InterruptedException {
        var entry = new Entry.Volume(spec);
        write(new VolumeId(POOL.hash()), e -> e.write(new EntryPath(name), entry, fresh()));
    }

    private Hash fresh() {
        return Scribe.hash("fresh" + random.nextLong());
    }

    static VolumePath at(String place) {
        return VolumePath.parse(place).orElseThrow();
    }

    /// The time of the last change in a volume.
    Instant now(String volume) throws NodeException {
        return stamp(id(volume)).instant().minusMillis(1);
    }

    private Hlc stamp(VolumeId volume) {
        return new Hlc(Duration.ofDays(day).toMillis() + 1000 + scribe(volume).chain().n(), 0);
    }

    private VolumeId id(String volume) throws NodeException {
        return Place.of(at(volume + ":/"), rooms).volume().id();
    }

    private synchronized Scribe scribe(VolumeId volume) {
        return scribes.computeIfAbsent(volume, id -> new Scribe("me", id));
    }

    /// Ends the history of a volume, as far as it was replaced up to now.
    void trim(String volume) {
        trim(volume, false);
    }

    /// The same, but that the last version of each day stays.
    void trimToDays(String volume) {
        trim(volume, true);
    }

    private void trim(String volume, boolean isDaily) {
        try {
            var id = id(volume);
            var until = new Hlc(now(volume).toEpochMilli(), 0);
            var trim =
                    Optional.<Trim>of(new Trim.Replaced(until, isDaily ? Hlc.ZERO : until, false));
            var seen = ledger.views().batches().applied(id);
            commit(scribe(id).batch(new BatchBody(false, seen, trim, List.of()).toBytes()));
        } catch (NodeException e) {
            throw new AssertionError(e);
        }
    }

    /// Another device writes a file of the volume `files`, with nothing known of what is here, and
    /// it comes here.
    void elsewhere(String who, String content, String place) throws NodeException {
        var at = Place.of(at(place), rooms);
        var other = others.computeIfAbsent(who, name -> new Scribe(name, at.volume().id()));
        names.put(other.device(), who);
        commit(other.put(_ -> TreeRow.EMPTY, at.path().text(), content));
    }

    /// Stores bytes that are the same for the same number.
    Outcome.Stored put(int seed, int length, String place)
            throws NodeException, InterruptedException {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        var source = new ByteArrayInputStream(bytes);
        return files.put(
                new Command.PutStream(source, at(place), Optional.empty(), Duration.ZERO), e -> {});
    }

    /// Moves every chunk from here to elsewhere.
    void letGo() throws StoreException, JournalException {
        var ids = store.index().ids().toList();
        for (var id : ids) {
            var sealed = ByteBuffer.allocate(BUFFER);
            copy(store, id, sealed);
            elsewhere.append(id, sealed.flip(), TestChunk.TAG);
        }
        ledger.commit(new JournalRecord.ChunksDropped(ids));
        store.remove(ids);
    }

    private static void copy(ChunkStore from, ChunkId id, ByteBuffer into) throws StoreException {
        if (!from.read(id, into)) {
            throw new AssertionError(id + " is nowhere");
        }
    }

    @Override
    public PoolId id() {
        return POOL;
    }

    @Override
    public String name(DeviceId device) {
        return names.getOrDefault(device, "me");
    }

    @Override
    public Map<ChunkId, List<String>> holders(List<ChunkId> ids) {
        return Map.of();
    }

    @Override
    public synchronized Stamp openClaim(VolumeId volume) throws NodeException {
        var claim = new Stamp(volume, new Scribe("me", volume).actor(), ++claims);
        commit(new JournalRecord.ClaimOpened(claim));
        return claim;
    }

    @Override
    public void closeClaim(Stamp claim) throws NodeException {
        commit(new JournalRecord.ClaimClosed(claim));
    }

    @Override
    public void leaveClaim(Stamp claim, boolean isFull) throws NodeException {
        closeClaim(claim);
    }

    @Override
    public synchronized Optional<Dot> write(VolumeId volume, Consumer<Edits> change)
            throws NodeException {
        var first = meanwhile;
        meanwhile = () -> {};
        first.run();
        var scribe = scribe(volume);
        var edits = new Edits(ledger.views().names().tree(volume), stamp(volume));
        change.accept(edits);
        var entries = edits.entries();
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        commit(scribe.batch(false, entries));
        return Optional.of(new Dot(scribe.actor(), scribe.chain().n()));
    }

    private void commit(JournalRecord record) throws NodeException {
        try {
            ledger.commit(record);
        } catch (JournalException e) {
            throw Problems.of(e);
        }
    }

    @Override
    public void fetch(ChunkId id, ByteBuffer into) throws NodeException, InterruptedException {
        begun.release();
        if (isStubborn) {
            allowed.acquireUninterruptibly();
        } else {
            allowed.acquire();
        }
        try {
            copy(elsewhere, id, into);
        } catch (StoreException e) {
            throw Problems.of(e);
        }
    }

    /// Gives nothing to who asks for many: each chunk is waited for.
    @Override
    public void fetchMany(List<ChunkId> ids, Rooms.Arrival arrival) {}

    @Override
    public void spoiled(ChunkId id) {
        throw new AssertionError("nothing is damaged here");
    }

    @Override
    public void wrote(Rooms.Written these) {
        written.add(these);
    }

    @Override
    public Rooms.Copied await(Rooms.Awaited awaited, LongConsumer done) {
        return new Rooms.Copied(new Outcome.Copies(1, 1, 1, List.of("me")), 0);
    }

    /// The paths in a volume, a directory before what is in it.
    List<String> paths(String place) throws NodeException, InterruptedException {
        var all = new ArrayList<String>();
        files.list(new Command.ListEntries(at(place), true, Optional.empty()))
                .rows()
                .forEach(row -> all.add(row.path()));
        return all;
    }
}
