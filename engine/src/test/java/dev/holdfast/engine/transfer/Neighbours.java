package dev.holdfast.engine.transfer;

import dev.holdfast.engine.buffers.Shelf;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.core.wire.TransferMessage.Refusal;
import dev.holdfast.engine.core.wire.TransferMessage.Sized;
import dev.holdfast.engine.net.Acceptor;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.Dial;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.net.LinkConditions;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Protocol;
import dev.holdfast.engine.net.Served;
import dev.holdfast.engine.net.Transport;
import dev.holdfast.engine.net.memory.MemoryNetwork;
import dev.holdfast.engine.store.Coming;
import dev.holdfast.engine.store.Pins;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.store.TestChunk;
import dev.holdfast.engine.store.memory.MemoryChunkStore;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/// Devices on a network in memory, each with a store. The source asks and pushes; the others
/// answer.
final class Neighbours implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final Hash NONCE = new Hash(5, 6, 7, 8);

    private static final Served SILENT = new Served();

    /// One that answers, with its store and what it wrote down.
    static final class Neighbour {
        final DeviceId id;
        final MemoryChunkStore store;
        final Coming coming = new Coming();
        final List<ChunkId> stamped = Collections.synchronizedList(new ArrayList<>());
        final List<ChunkId> spoiled = new CopyOnWriteArrayList<>();
        boolean hasShare = true;
        long shareBytes = Long.MAX_VALUE;
        boolean diskIsBroken;

        private Neighbour(DeviceId id, MemoryChunkStore store) {
            this.id = id;
            this.store = store;
        }
    }

    private record Log(Neighbour of) implements ChunkResponder.Log {

        @Override
        public Optional<Refusal> refusal(Stamp stamp, long bytes) {
            if (!of.hasShare) {
                return Optional.of(Refusal.NO_SHARE);
            }
            return of.store.index().bytes() + bytes > of.shareBytes
                    ? Optional.of(Refusal.FULL)
                    : Optional.empty();
        }

        @Override
        public void stamped(Stamp stamp, int factor, List<ChunkId> ids) throws StoreException {
            if (of.diskIsBroken) {
                throw new StoreException(StoreException.Kind.FAILED, "the journal failed");
            }
            of.stamped.addAll(ids);
        }

        @Override
        public void confirmed(DeviceId by, List<ChunkId> ids, List<DeviceId> holders) {
            throw new AssertionError("nobody confirms anything here");
        }

        @Override
        public void lost(DeviceId by, List<ChunkId> ids) {
            throw new AssertionError("nobody loses anything here");
        }

        @Override
        public void spoiled(ChunkId id) {
            of.spoiled.add(id);
        }
    }

    final MemoryChunkStore store = new MemoryChunkStore();
    private final Shelf shelf = new Shelf();
    private final MemoryNetwork network = new MemoryNetwork();
    private final List<Transport> transports = new ArrayList<>();
    private final Transport source = transport("source");
    private final Map<DeviceId, Connection> connections = new HashMap<>();

    private static byte[] key(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    private Transport transport(String name) {
        transports.add(network.transport(key(name)));
        return transports.getLast();
    }

    /// A device that answers as the product does.
    Neighbour honest(String name, MemoryChunkStore of) throws NetException, InterruptedException {
        var neighbour = new Neighbour(new DeviceId(Sha256.of(key(name))), of);
        var responder =
                new ChunkResponder(of, new Pins(), neighbour.coming, new Log(neighbour), shelf);
        joins(name, (from, stream) -> responder.hold(from, stream.receive(PATIENCE), stream));
        return neighbour;
    }

    /// A device that answers as the test likes.
    DeviceId odd(String name, Served.Conversation conversation)
            throws NetException, InterruptedException {
        return joins(name, conversation);
    }

    private DeviceId joins(String name, Served.Conversation conversation)
            throws NetException, InterruptedException {
        var served = new Served();
        served.by(conversation);
        var listener = transport(name).listen(new Endpoint(name, 0), served);
        var id = new DeviceId(Sha256.of(key(name)));
        connections.put(id, dial(source, listener.endpoint(), id, SILENT));
        return id;
    }

    private static Connection dial(Transport by, Endpoint to, DeviceId id, Acceptor acceptor)
            throws NetException, InterruptedException {
        return by.connect(new Dial(to, id, Protocol.PEER, PATIENCE), acceptor);
    }

    Connection to(DeviceId id) {
        return Optional.ofNullable(connections.get(id)).orElseThrow();
    }

    static DeviceId id(String name) {
        return new DeviceId(Sha256.of(key(name)));
    }

    /// Who asks and pushes.
    static DeviceId self() {
        return id("source");
    }

    /// The path to a neighbour is cut when so many more bytes have gone there.
    void cutAfter(DeviceId to, long bytes) {
        network.cutAfter(self(), to, bytes);
    }

    /// The path to a neighbour and back is like this.
    void path(DeviceId to, LinkConditions conditions) {
        network.shape(self(), to, conditions);
    }

    /// Bytes that have gone to a neighbour, whatever for.
    long carriedTo(DeviceId to) {
        return network.carried(self(), to).bytes();
    }

    Optional<Connection> connection(DeviceId id) {
        return Optional.ofNullable(connections.get(id));
    }

    ChunkPusher.Outcome push(DeviceId to, List<TestChunk> chunks) throws InterruptedException {
        var load = new ChunkPusher.Load(sized(chunks), 3, TestChunk.TAG.stamp());
        return new ChunkPusher(store, shelf).push(to(to), load, NONCE);
    }

    static List<Sized> sized(List<TestChunk> chunks) {
        return chunks.stream().map(c -> new Sized(c.id(), c.sealed().length)).toList();
    }

    static List<TestChunk> chunks(int count, int length) {
        return IntStream.range(0, count).mapToObj(n -> TestChunk.seeded(n, length + n)).toList();
    }

    static List<ChunkId> ids(List<TestChunk> chunks) {
        return chunks.stream().map(TestChunk::id).toList();
    }

    /// The source has these.
    List<TestChunk> kept(List<TestChunk> chunks) throws StoreException {
        for (var chunk : chunks) {
            chunk.appendTo(store);
        }
        return chunks;
    }

    @Override
    public void close() {
        transports.forEach(Transport::close);
    }
}
