package dev.holdfast.engine.transfer;

import dev.holdfast.engine.buffers.Shelf;
import dev.holdfast.engine.cluster.Dispatcher;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.core.wire.Bitmap;
import dev.holdfast.engine.core.wire.Message;
import dev.holdfast.engine.core.wire.TransferMessage.Confirmed;
import dev.holdfast.engine.core.wire.TransferMessage.Declined;
import dev.holdfast.engine.core.wire.TransferMessage.Found;
import dev.holdfast.engine.core.wire.TransferMessage.GetChunks;
import dev.holdfast.engine.core.wire.TransferMessage.Lost;
import dev.holdfast.engine.core.wire.TransferMessage.Missing;
import dev.holdfast.engine.core.wire.TransferMessage.Offer;
import dev.holdfast.engine.core.wire.TransferMessage.Refusal;
import dev.holdfast.engine.core.wire.TransferMessage.Sized;
import dev.holdfast.engine.core.wire.TransferMessage.Stored;
import dev.holdfast.engine.core.wire.TransferMessage.Want;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Stream;
import dev.holdfast.engine.store.ChunkStore;
import dev.holdfast.engine.store.ChunkTag;
import dev.holdfast.engine.store.Coming;
import dev.holdfast.engine.store.Pins;
import dev.holdfast.engine.store.StoreException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// Answers peers that give chunks or fetch them.
public final class ChunkResponder {

    /// What must be written down before a peer is told that its chunks are kept.
    public interface Log {

        /// Why this device does not keep so many more bytes because of this claim; empty when it
        /// does.
        Optional<Refusal> refusal(Stamp stamp, long bytes);

        /// These are durable in the store; returns when that and their stamp are durable too.
        ///
        /// @throws StoreException `FAILED` when they cannot be written down
        void stamped(Stamp stamp, int factor, List<ChunkId> ids)
                throws StoreException, InterruptedException;

        /// A peer says who else holds these.
        void confirmed(DeviceId by, List<ChunkId> ids, List<DeviceId> holders);

        /// A peer does not hold these, whatever it said before.
        void lost(DeviceId by, List<ChunkId> ids) throws InterruptedException;

        /// This device's own copy turned out to be damaged.
        void spoiled(ChunkId id) throws InterruptedException;
    }

    /// Chunks on their way in at once, over all connections, and as many on their way out.
    private static final int BOXES = 4;

    /// The same from one device, and to one: one is read or written while the other is on its way.
    private static final int BOXES_PER_DEVICE = 2;

    /// With who gives what it offered. It may take as long as there is bulk, but not for ever.
    private static final Patience PATIENCE =
            new Patience(ChunkPusher.ANSWER_MAX, ChunkFetcher.CHUNK_MAX);

    /// Bytes that are made durable together at the most.
    private static final long GROUP_BYTES = 32 << 20;

    /// How long what came may wait to be made durable and acknowledged while more comes. On a slow
    /// path who gives sees that it goes on, and what was acknowledged is not sent again.
    private static final Duration GROUP_MAX = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(ChunkResponder.class);

    private final ChunkStore store;
    private final Pins pins;
    private final Coming coming;
    private final Log log;
    private final Boxes incoming;
    private final Boxes outgoing;

    /// @param pins hold what is being taken until it is written down
    /// @param coming has what is being taken until it is in the store
    public ChunkResponder(ChunkStore store, Pins pins, Coming coming, Log log, Shelf shelf) {
        this.store = store;
        this.pins = pins;
        this.coming = coming;
        this.log = log;
        incoming = new Boxes(shelf, BOXES, BOXES_PER_DEVICE);
        outgoing = new Boxes(shelf, BOXES, BOXES_PER_DEVICE);
    }

    /// Answers from now on; call it before the cluster starts.
    public void register(Dispatcher dispatcher) {
        dispatcher
                .on(Offer.class, this::hold)
                .on(GetChunks.class, this::hold)
                .on(Confirmed.class, this::hold)
                .on(Lost.class, this::hold);
    }

    /// Answers whoever only fetches.
    public void registerReading(Dispatcher dispatcher) {
        dispatcher.on(GetChunks.class, this::hold);
    }

    void hold(Connection from, Message first, Stream stream)
            throws NetException, InterruptedException {
        switch (first) {
            case Offer offer -> take(offer, from, stream);
            case GetChunks asked -> give(asked, outgoing.of(from.peer().device()), stream);
            case Confirmed(var ids, var holders) ->
                    log.confirmed(from.peer().device(), ids, holders);
            case Lost(var ids) -> log.lost(from.peer().device(), ids);
            default ->
                    throw new NetException(
                            NetException.Kind.WRONG_STATE, "not a question about chunks");
        }
    }

    private void give(GetChunks asked, Boxes.Share boxes, Stream stream)
            throws NetException, InterruptedException {
        for (var id : asked.ids()) {
            try (var box = boxes.take()) {
                var buffer = box.buffer();
                if (store.read(id, buffer)) {
                    stream.send(new Found(buffer.flip().remaining()));
                    stream.sendBytes(buffer);
                } else {
                    stream.send(new Missing(false));
                }
            } catch (StoreException e) {
                LOG.warn("Chunk {} was asked for and cannot be read.", id, e);
                log.spoiled(id);
                stream.send(new Missing(true));
            }
        }
    }

    private void take(Offer offer, Connection from, Stream stream)
            throws NetException, InterruptedException {
        var ids = offer.chunks().stream().map(Sized::id).toList();
        if (log.refusal(offer.stamp(), 0).filter(Refusal.NO_SHARE::equals).isPresent()) {
            stream.send(new Declined(ids, Refusal.NO_SHARE));
            return;
        }
        try (var pin = pins.open()) {
            pin.addAll(ids);
            var boxes = incoming.of(from.peer().device());
            var proofs = proofs(ids, offer.nonce(), boxes);
            var held = new ArrayList<ChunkId>();
            for (int i = 0; i < ids.size(); i++) {
                if (proofs.get(i).isPresent()) {
                    held.add(ids.get(i));
                }
            }
            if (!held.isEmpty()) {
                store.sync();
                log.stamped(offer.stamp(), offer.factor(), held);
            } else if (log.refusal(offer.stamp(), smallest(offer)).isPresent()) {
                LOG.debug("Nothing of an offer is taken: this device is full.");
                stream.send(new Declined(ids, Refusal.FULL));
                return;
            }
            var wanted = Bitmap.of(ids.size(), i -> proofs.get(i).isEmpty());
            var want = new Want(wanted, proofs.stream().flatMap(Optional::stream).toList());
            new Taking(offer, from, stream, boxes).take(want);
        } catch (StoreException e) {
            LOG.error("Chunks that a peer offered cannot be kept.", e);
            stream.send(new Declined(ids, Refusal.BROKEN));
        }
    }

    /// Bytes of the smallest chunk, so that an offer of which nothing fits is declined before any
    /// of it travels.
    private static long smallest(Offer offer) {
        return offer.chunks().stream().mapToLong(Sized::length).min().orElse(0);
    }

    /// For each what proves that it is held; empty when it is not. An offer of which nothing is
    /// here waits for no place.
    private List<Optional<Hash>> proofs(List<ChunkId> ids, Hash nonce, Boxes.Share boxes)
            throws StoreException, InterruptedException {
        if (ids.stream().noneMatch(store.index()::contains)) {
            return Collections.nCopies(ids.size(), Optional.empty());
        }
        var proofs = new ArrayList<Optional<Hash>>();
        try (var box = boxes.take()) {
            for (var id : ids) {
                proofs.add(proof(id, nonce, box.buffer().clear()));
            }
        }
        return proofs;
    }

    /// A chunk that is damaged is forgotten, so that it is taken anew.
    private Optional<Hash> proof(ChunkId id, Hash nonce, ByteBuffer sealed) throws StoreException {
        try {
            if (!store.read(id, sealed)) {
                return Optional.empty();
            }
            return Optional.of(new Sha256().update(nonce.toBytes()).update(sealed.flip()).finish());
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.DAMAGED) {
                throw e;
            }
            LOG.warn("Chunk {} is damaged here; taking it anew.", id, e);
            if (store.index().contains(id)) {
                store.remove(List.of(id));
            }
            return Optional.empty();
        }
    }

    /// Takes in what was wanted. All of it is received, also what is not kept: the bytes are on
    /// their way already.
    private final class Taking {

        private final Offer offer;
        private final Stream stream;
        private final Answer given;
        private final Boxes.Share boxes;
        private final List<ChunkId> kept = new ArrayList<>();
        private long keptBytes;
        private long acknowledgedNanos = System.nanoTime();

        Taking(Offer offer, Connection from, Stream stream, Boxes.Share boxes) {
            this.offer = offer;
            this.stream = stream;
            this.boxes = boxes;
            given = new Answer(from, stream, PATIENCE, System::nanoTime);
        }

        void take(Want want) throws NetException, InterruptedException {
            var chunks = want.wanted().yes().mapToObj(offer.chunks()::get).toList();
            try (var gift = coming.open(chunks.stream().map(Sized::id).toList())) {
                stream.send(want);
                for (var chunk : chunks) {
                    receive(chunk);
                    gift.ended(chunk.id());
                    if (keptBytes >= GROUP_BYTES || isLate()) {
                        acknowledge();
                    }
                }
            }
            acknowledge();
        }

        private boolean isLate() {
            return System.nanoTime() - acknowledgedNanos >= GROUP_MAX.toNanos();
        }

        private void receive(Sized chunk) throws NetException, InterruptedException {
            try (var box = boxes.take()) {
                var sealed = box.buffer().limit(chunk.length());
                if (Reception.receive(given, chunk.id(), sealed)) {
                    keep(chunk, sealed.flip());
                } else {
                    stream.send(new Declined(List.of(chunk.id()), Refusal.NOT_THE_CHUNK));
                }
            }
        }

        private void keep(Sized chunk, ByteBuffer sealed)
                throws NetException, InterruptedException {
            var refusal = log.refusal(offer.stamp(), chunk.length());
            if (refusal.isPresent()) {
                stream.send(new Declined(List.of(chunk.id()), refusal.get()));
                return;
            }
            try {
                store.append(
                        chunk.id(),
                        sealed,
                        new ChunkTag(offer.factor(), offer.stamp(), ChunkTag.Origin.PEER));
                kept.add(chunk.id());
                keptBytes += chunk.length();
            } catch (StoreException e) {
                decline(List.of(chunk.id()), e);
            }
        }

        private void acknowledge() throws NetException, InterruptedException {
            acknowledgedNanos = System.nanoTime();
            if (kept.isEmpty()) {
                return;
            }
            var ids = List.copyOf(kept);
            kept.clear();
            keptBytes = 0;
            try {
                store.sync();
                log.stamped(offer.stamp(), offer.factor(), ids);
                stream.send(new Stored(ids));
            } catch (StoreException e) {
                decline(ids, e);
            }
        }

        private void decline(List<ChunkId> ids, StoreException e)
                throws NetException, InterruptedException {
            boolean isFull = e.kind() == StoreException.Kind.FULL;
            LOG.warn("{} chunks that a peer offered are not kept: {}", ids.size(), e.getMessage());
            stream.send(new Declined(ids, isFull ? Refusal.FULL : Refusal.BROKEN));
        }
    }
}
