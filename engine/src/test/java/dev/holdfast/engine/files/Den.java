package dev.holdfast.engine.files;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.api.WaitPolicy;
import dev.holdfast.engine.buffers.Shelf;
import dev.holdfast.engine.catalog.Scribe;
import dev.holdfast.engine.catalog.memory.MemoryCatalog;
import dev.holdfast.engine.codec.stored.StoredCodec;
import dev.holdfast.engine.core.batch.Batch;
import dev.holdfast.engine.core.batch.BatchBody;
import dev.holdfast.engine.core.batch.BatchChain;
import dev.holdfast.engine.core.batch.BatchHeader;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.PoolId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.Hlc;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.namespace.VolumeSpec;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.core.tree.Edits;
import dev.holdfast.engine.crypto.Sealer;
import dev.holdfast.engine.crypto.Secret;
import dev.holdfast.engine.crypto.bc.BcSealer;
import dev.holdfast.engine.folder.LocalTree.OwnHome;
import dev.holdfast.engine.folder.SeenFiles;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.store.Coming;
import dev.holdfast.engine.store.Pins;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.store.memory.MemoryChunkStore;
import dev.holdfast.engine.wal.JournalException;
import dev.holdfast.engine.wal.memory.MemoryJournal;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// A device whose disks are memory, and one neighbour that has what it gave away.
final class Den {

    private static final PoolId POOL = new PoolId(Scribe.hash("pool"));
    private static final Actor ANN = new Actor(new DeviceId(Scribe.hash("ann")), 1);

    final MemoryChunkStore store;
    final MemoryChunkStore neighbour = new MemoryChunkStore();
    final Ledger ledger;
    final List<Event> events = new CopyOnWriteArrayList<>();

    /// Chunks that the neighbour was asked for one by one, and many at once.
    final List<ChunkId> fetched = new CopyOnWriteArrayList<>();

    final AtomicInteger questions = new AtomicInteger();

    /// Chunks after which the neighbour has gone.
    int answersMax = Integer.MAX_VALUE;

    /// What of a question for many the neighbour does not answer.
    int silentAfter = Integer.MAX_VALUE;

    final List<Stamp> openClaims = new CopyOnWriteArrayList<>();
    final AtomicInteger changes = new AtomicInteger();

    /// What makes room when there is none.
    Rooms.Relief relief = Rooms.Relief.NONE;

    /// Of each put that did not end, whether for want of room.
    final List<Boolean> left = new CopyOnWriteArrayList<>();

    /// Folders whose files may be read for a chunk that is not in the store.
    final List<LinkedSide> linked = new CopyOnWriteArrayList<>();

    final Rooms rooms;
    Files files;

    /// Makes copies of what is waited for.
    interface Copying {
        Outcome.Copies await(Rooms.Awaited awaited, LongConsumer done);
    }

    Copying copying = (_, _) -> new Outcome.Copies(1, 1, 1, List.of("ann"));

    /// Happens after each part of a put is durable and before the next one may be.
    Runnable whenDurable = () -> {};

    /// Sees each event as it happens.
    Consumer<Event> also = event -> {};

    Den() throws NodeException, JournalException, InterruptedException {
        this(Long.MAX_VALUE);
    }

    /// @param bytesMax what its store takes
    Den(long bytesMax) throws NodeException, JournalException, InterruptedException {
        store = new MemoryChunkStore(bytesMax);
        ledger =
                Ledger.open(
                        new MemoryJournal(), new MemoryCatalog(new Scribe.Opener(Scribe.EPOCH)));
        ledger.commit(new JournalRecord.IncarnationDrawn(ANN));
        var shelf = new Shelf();
        var sealer =
                new BcSealer(
                        new Secret(Scribe.hash("dedup")),
                        new StoredCodec(),
                        List.of(new StoredCodec()),
                        shelf);
        var random = new Random(1);
        rooms =
                new Rooms(
                        new Rooms.Keeping(
                                sealer,
                                store,
                                new Pins(),
                                new Coming(),
                                ledger,
                                new Scribe.Opener(Scribe.EPOCH),
                                this::relieve,
                                shelf,
                                cache(sealer, shelf)),
                        new OnlyPool(),
                        new OwnNames(),
                        new Neighbour(),
                        random::nextBytes);
        files = files(SeenFiles.none());
        volume("files", VolumeSpec.DEFAULT);
    }

    /// Looks each time where chunks lie.
    private LinkedFiles cache(Sealer sealer, Shelf shelf) {
        var opener = new Scribe.Opener(Scribe.EPOCH);
        return new LinkedFiles(
                new LinkedFiles.Means(POOL, sealer, store, ledger, opener, shelf),
                () -> linked.stream().map(LinkedSide::inStep).toList(),
                0);
    }

    /// The same verbs with something that remembers what was read; an hour later than it is.
    Files files(SeenFiles seen) {
        return files(seen, OwnHome.NONE);
    }

    /// The same where the device lives among the person's files.
    Files files(SeenFiles seen, OwnHome own) {
        return new Files(
                rooms, seen, own, () -> InstantSource.system().instant().plus(Duration.ofHours(1)));
    }

    void volume(String name, VolumeSpec spec) throws NodeException, InterruptedException {
        rooms.names()
                .write(
                        new VolumeId(POOL.hash()),
                        edits ->
                                edits.write(
                                        new EntryPath(name),
                                        new Entry.Volume(spec),
                                        Scribe.hash(name)));
    }

    private boolean relieve(Stamp claim, List<ChunkId> staged) throws InterruptedException {
        return relief.makeRoom(claim, staged);
    }

    /// The paths of the volume `files`.
    List<String> paths() throws NodeException, InterruptedException {
        var list = new Command.ListEntries(new VolumePath("files", "/"), true, Optional.empty());
        return files.list(list).rows().stream().map(Outcome.Row::path).toList();
    }

    Outcome.Stored put(Path source, String to) throws NodeException, InterruptedException {
        return put(source, "files", to);
    }

    Outcome.Stored put(Path source, String volume, String to)
            throws NodeException, InterruptedException {
        return files.put(
                new Command.Put(
                        List.of(source.toString()),
                        new VolumePath(volume, to),
                        Optional.of(new WaitPolicy.Local()),
                        Duration.ZERO),
                this::hear);
    }

    Outcome.Fetched get(String from, Path to) throws NodeException, InterruptedException {
        return get("files", from, to);
    }

    Outcome.Fetched get(String volume, String from, Path to)
            throws NodeException, InterruptedException {
        return files.get(new Command.Get(new VolumePath(volume, from), to.toString()), this::hear);
    }

    private void hear(Event event) {
        events.add(event);
        also.accept(event);
    }

    List<String> missed() {
        return events.stream()
                .filter(Event.Missed.class::isInstance)
                .map(event -> ((Event.Missed) event).path())
                .sorted()
                .toList();
    }

    Set<ChunkId> held() {
        try (var ids = store.index().ids()) {
            return new HashSet<>(ids.toList());
        }
    }

    /// From now on only the neighbour has the chunks.
    void giveAway() throws StoreException {
        copyAll();
        store.remove(List.copyOf(held()));
    }

    /// The neighbour gets all that is here.
    void copyAll() throws StoreException {
        for (var id : held()) {
            var bytes = ByteBuffer.allocate(store.index().length(id).orElseThrow());
            store.read(id, bytes);
            neighbour.append(id, bytes.flip(), dev.holdfast.engine.store.TestChunk.TAG);
        }
    }

    private static final class OnlyPool implements Rooms.Pool {

        @Override
        public PoolId id() {
            return POOL;
        }

        @Override
        public String name(DeviceId device) {
            return device.equals(ANN.device()) ? "ann" : "bob";
        }

        @Override
        public Map<ChunkId, List<String>> holders(List<ChunkId> ids) {
            return Map.of();
        }
    }

    private final class Neighbour implements Rooms.Peers {

        @Override
        public void fetch(ChunkId id, ByteBuffer into) throws NodeException {
            fetched.add(id);
            if (fetched.size() > answersMax || !gives(id, into)) {
                throw new NodeException(
                        Problem.Code.UNREACHABLE, "Nobody has it.", "Bring somebody online.");
            }
        }

        private boolean gives(ChunkId id, ByteBuffer into) {
            try {
                return neighbour.read(id, into);
            } catch (StoreException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void fetchMany(List<ChunkId> ids, Rooms.Arrival arrival)
                throws InterruptedException {
            questions.incrementAndGet();
            var into = ByteBuffer.allocate(1 << 20);
            for (var id : ids.subList(0, Math.min(ids.size(), silentAfter))) {
                if (gives(id, into.clear())) {
                    arrival.arrived(id, into.flip());
                }
            }
        }

        @Override
        public void spoiled(ChunkId id) {}

        @Override
        public void wrote(Rooms.Written written) {
            whenDurable.run();
        }

        @Override
        public Rooms.Copied await(Rooms.Awaited awaited, LongConsumer done) {
            return new Rooms.Copied(copying.await(awaited, done), 0);
        }
    }

    /// Batches that are not really sealed.
    private final class OwnNames implements Rooms.Names {

        private final Map<VolumeId, BatchChain> chains = new HashMap<>();
        private long claims;

        @Override
        public synchronized Stamp openClaim(VolumeId volume) {
            var claim = new Stamp(volume, ANN, ++claims);
            commit(List.of(new JournalRecord.ClaimOpened(claim)));
            openClaims.add(claim);
            return claim;
        }

        @Override
        public synchronized void closeClaim(Stamp claim) {
            commit(List.of(new JournalRecord.ClaimClosed(claim)));
            openClaims.remove(claim);
        }

        @Override
        public void leaveClaim(Stamp claim, boolean isFull) {
            left.add(isFull);
            closeClaim(claim);
        }

        @Override
        public synchronized Optional<Dot> write(VolumeId volume, Consumer<Edits> change) {
            int now = changes.incrementAndGet();
            var edits = new Edits(ledger.views().names().tree(volume), new Hlc(1000 + now, 0));
            change.accept(edits);
            if (edits.entries().isEmpty()) {
                return Optional.empty();
            }
            var records = new ArrayList<JournalRecord>();
            Dot last = new Dot(ANN, 1);
            for (int i = 0; i < edits.entries().size(); i += 1000) {
                int to = Math.min(edits.entries().size(), i + 1000);
                var body =
                        new BatchBody(
                                        to < edits.entries().size(),
                                        VersionVector.EMPTY,
                                        edits.entries().subList(i, to))
                                .toBytes();
                var end = chains.getOrDefault(volume, BatchChain.EMPTY);
                last = new Dot(ANN, end.n() + 1);
                var sealing = new BatchHeader.Sealing(Scribe.EPOCH, 1, List.of(), body.length);
                var header = new BatchHeader(POOL, volume, last, end.last(), sealing);
                var batch = Batch.of(header, body, new byte[Batch.SIGNATURE_BYTES]);
                chains.put(volume, new BatchChain(last.n(), batch.id(), BatchChain.UNCUT));
                records.add(new JournalRecord.BatchAccepted(batch.bytes()));
            }
            commit(records);
            return Optional.of(last);
        }

        private void commit(List<JournalRecord> records) {
            try {
                ledger.commit(records);
            } catch (JournalException e) {
                throw new AssertionError(e);
            }
        }
    }

    static byte[] noise(long seed, int length) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static Hash sha(byte[] bytes) {
        return Sha256.of(bytes);
    }
}
