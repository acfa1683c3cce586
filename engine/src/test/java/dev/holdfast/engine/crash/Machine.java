package dev.holdfast.engine.crash;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.api.WaitPolicy;
import dev.holdfast.engine.buffers.Shelf;
import dev.holdfast.engine.catalog.Catalog;
import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.PoolId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.namespace.VolumeSpec;
import dev.holdfast.engine.core.record.JournalRecord.ChunksStamped;
import dev.holdfast.engine.core.record.JournalRecord.IncarnationDrawn;
import dev.holdfast.engine.core.record.JournalRecord.StatementAccepted;
import dev.holdfast.engine.core.tree.Edits;
import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.disk.Room;
import dev.holdfast.engine.exchange.BatchWriter;
import dev.holdfast.engine.exchange.Bodies;
import dev.holdfast.engine.exchange.Exchange;
import dev.holdfast.engine.files.Files;
import dev.holdfast.engine.files.Rooms;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.node.Caretaker;
import dev.holdfast.engine.node.NodePorts;
import dev.holdfast.engine.store.ChunkTag;
import dev.holdfast.engine.store.Coming;
import dev.holdfast.engine.store.Pins;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.store.TestChunk;
import dev.holdfast.engine.store.disk.DiskChunkStore;
import dev.holdfast.engine.store.disk.SmallPacks;
import dev.holdfast.engine.upkeep.TrustingDesk;
import dev.holdfast.engine.wal.Journal;
import dev.holdfast.engine.wal.JournalException;
import dev.holdfast.engine.wal.disk.SmallSegments;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;

/// A device made of the rooms that the product is made of, on two disks, with nobody around it.
final class Machine implements AutoCloseable {

    private static final long PACK_BYTES = 160_000;
    private static final long SEGMENT_BYTES = 48 << 10;
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.ofEpochSecond(1_000_000));
    private static final String VOLUME = "files";

    /// What it stands on.
    ///
    /// @param notes the small files of the home, each of which is written whole and durably
    record Ground(Disk packs, Disk journal, Room room, Map<String, String> notes) {

        Ground(Disk packs, Disk journal, Room room) {
            this(packs, journal, room, new HashMap<>());
        }
    }

    private final Self self;
    private final DiskChunkStore store;
    private final Journal journal;
    private final Catalog catalog;
    private final Ledger ledger;
    private final TrustingDesk desk;
    private final Exchange exchange;
    private final Files files;
    private final Caretaker caretaker;
    private final Set<ChunkId> found;
    private final Alone alone = new Alone();
    private long rounds;

    /// Starts it, in the order in which a home is opened.
    Machine(Self self, Ground ground, Catalog catalog)
            throws StoreException, JournalException, NodeException, InterruptedException {
        this.self = self;
        this.catalog = catalog;
        store = SmallPacks.open(ground.packs(), ground.room(), PACK_BYTES);
        caretaker = new Caretaker(store, ground.notes());
        journal = SmallSegments.open(ground.journal(), new Random(5)::nextLong, SEGMENT_BYTES);
        ledger = Ledger.open(journal, catalog);
        boolean isFounded = ledger.views().self().actor().isPresent();
        if (!isFounded) {
            ledger.commit(new StatementAccepted(self.genesis().toBytes()));
            ledger.commit(new IncarnationDrawn(new Actor(self.id(), 1)));
        }
        var pen =
                new BatchWriter.Pen(
                        self.tools().keys(), self.tools().sealer(), self::ring, self::roster);
        exchange = new Exchange(ledger, pen, Self.SIGNATURES, CLOCK, Exchange.Listener.NONE);
        var names = NodePorts.names(ledger, exchange.writer());
        if (!isFounded) {
            names.write(system(), this::makeVolume);
        }
        var pins = new Pins();
        desk = new TrustingDesk(self.id(), Self.OTHER, store, ledger, pins);
        var bodies = new Bodies(self.tools().sealer(), self::ring);
        found = Set.copyOf(store.index().ids().toList());
        caretaker.settle(ledger, pins, self.roster(), bodies);
        var keeping =
                new Rooms.Keeping(
                        self.sealer(),
                        store,
                        pins,
                        new Coming(),
                        ledger,
                        bodies,
                        Rooms.Relief.NONE,
                        new Shelf(),
                        Rooms.Cache.NONE);
        files = new Files(new Rooms(keeping, alone, names, alone, self.tools().chance()), CLOCK);
    }

    private VolumeId system() {
        return new VolumeId(self.roster().pool().hash());
    }

    private void makeVolume(Edits edits) {
        var fresh = self.tools().chance().bits256();
        edits.write(new EntryPath(VOLUME), new Entry.Volume(VolumeSpec.DEFAULT), fresh);
    }

    private static VolumePath at(String name) {
        return new VolumePath(VOLUME, "/" + name);
    }

    void put(String name, byte[] content) throws NodeException, InterruptedException {
        var local = Optional.<WaitPolicy>of(new WaitPolicy.Local());
        var source = new ByteArrayInputStream(content);
        files.put(new Command.PutStream(source, at(name), local, Duration.ZERO), _ -> {});
    }

    byte[] get(String name) throws NodeException, InterruptedException {
        var content = new ByteArrayOutputStream();
        files.get(new Command.GetStream(at(name), content), _ -> {});
        return content.toByteArray();
    }

    void remove(String name) throws NodeException, InterruptedException {
        files.remove(new Command.Remove(at(name), true));
    }

    void move(String from, String to) throws NodeException, InterruptedException {
        files.move(new Command.Move(at(from), at(to)));
    }

    /// Every file and what is in it.
    Map<String, byte[]> all() throws NodeException, InterruptedException {
        var all = new TreeMap<String, byte[]>();
        var command = new Command.ListEntries(new VolumePath(VOLUME, "/"), true, Optional.empty());
        for (var row : files.list(command).rows()) {
            if (row.kind() == Outcome.Kind.FILE) {
                var name = row.path().substring(1);
                all.put(name, get(name));
            }
        }
        return all;
    }

    /// Keeps chunks for another device, as the answer to its push does.
    void keep(List<TestChunk> chunks) throws StoreException, JournalException {
        for (var chunk : chunks) {
            var tag = new ChunkTag(3, Self.ITS_STAMP, ChunkTag.Origin.PEER);
            store.append(chunk.id(), ByteBuffer.wrap(chunk.sealed()), tag);
        }
        store.sync();
        var ids = chunks.stream().map(TestChunk::id).toList();
        ledger.commit(new ChunksStamped(Self.ITS_STAMP, 3, ids));
    }

    /// Lets go of chunks that the other device has pledged to keep.
    void drop(List<ChunkId> ids, boolean isTold) throws JournalException {
        desk.drop(ids, round(), isTold);
    }

    private Hash round() {
        return new Hash(5, self.tools().chance().bits64(), 0, ++rounds);
    }

    /// Deletes what nobody needs, once the other device has heard of it.
    ///
    /// @param days how much later it is than when all began
    long collect(int days, TrustingDesk.Neighbour neighbour)
            throws JournalException, InterruptedException {
        var now = CLOCK.instant().plus(VolumeSpec.DEFAULT.keep()).plus(Duration.ofDays(days));
        return caretaker.collect(
                now,
                self.sealer(),
                exchange.writer(),
                (dead, late) -> desk.retire(dead, late, round(), neighbour));
    }

    /// Takes lost chunks out of the books that the other device says it holds.
    void amend(List<ChunkId> lost, TrustingDesk.Neighbour neighbour)
            throws JournalException, InterruptedException {
        desk.amend(lost, round(), neighbour);
    }

    TrustingDesk desk() {
        return desk;
    }

    Caretaker caretaker() {
        return caretaker;
    }

    /// What its store had when it was opened, before it removed what is in no book.
    Set<ChunkId> found() {
        return found;
    }

    /// The chunks that its books say it holds.
    Set<ChunkId> booked() {
        var booked = new HashSet<ChunkId>();
        ledger.views()
                .chunks()
                .all()
                .filter(ChunkFacts::held)
                .map(ChunkFacts::id)
                .forEach(booked::add);
        return booked;
    }

    /// @return bytes given back
    long compact() throws StoreException, InterruptedException {
        return store.compact();
    }

    void checkpoint() {
        catalog.checkpoint();
    }

    /// Writes a snapshot of the journal, and deletes what it and the catalog are past.
    void shorten() throws JournalException {
        ledger.shorten(_ -> true, _ -> true);
    }

    Journal journal() {
        return journal;
    }

    DiskChunkStore store() {
        return store;
    }

    Ledger ledger() {
        return ledger;
    }

    /// From now on another device gives what this one lacks.
    void meets(Machine other) {
        alone.other = Optional.of(other);
    }

    /// Chunks that turned out to be damaged here.
    Set<ChunkId> spoiled() {
        return Set.copyOf(alone.spoiled);
    }

    /// Lets go of everything without another word to a disk.
    void abandon() {
        exchange.close();
        catalog.close();
    }

    @Override
    public void close() throws StoreException, JournalException {
        exchange.close();
        catalog.close();
        journal.close();
        store.close();
    }

    /// A pool without anybody else, but for one device that gives chunks when it is met.
    private final class Alone implements Rooms.Pool, Rooms.Peers {

        private final Set<ChunkId> spoiled = ConcurrentHashMap.newKeySet();
        private Optional<Machine> other = Optional.empty();

        @Override
        public PoolId id() {
            return self.roster().pool();
        }

        @Override
        public String name(DeviceId device) {
            return device.toString();
        }

        @Override
        public Map<ChunkId, List<String>> holders(List<ChunkId> ids) {
            return Map.of();
        }

        @Override
        public void fetch(ChunkId id, ByteBuffer into) throws NodeException {
            try {
                if (other.isPresent() && other.get().store.read(id, into)) {
                    return;
                }
            } catch (StoreException e) {
                throw new AssertionError(e);
            }
            throw new NodeException(
                    Problem.Code.UNREACHABLE, "Nobody else has it.", "Bring a device online.");
        }

        @Override
        public void spoiled(ChunkId id) {
            spoiled.add(id);
        }

        @Override
        public void wrote(Rooms.Written written) {
            // nobody is given copies
        }

        @Override
        public Rooms.Copied await(Rooms.Awaited awaited, LongConsumer done) {
            return new Rooms.Copied(new Outcome.Copies(1, 1, 1, List.of("ann")), 0);
        }
    }
}
