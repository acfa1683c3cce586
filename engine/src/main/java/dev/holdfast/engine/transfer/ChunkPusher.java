package dev.holdfast.engine.transfer;

import dev.holdfast.engine.buffers.Shelf;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.core.wire.TransferMessage.Declined;
import dev.holdfast.engine.core.wire.TransferMessage.Offer;
import dev.holdfast.engine.core.wire.TransferMessage.Refusal;
import dev.holdfast.engine.core.wire.TransferMessage.Sized;
import dev.holdfast.engine.core.wire.TransferMessage.Stored;
import dev.holdfast.engine.core.wire.TransferMessage.Want;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Stream;
import dev.holdfast.engine.store.ChunkStore;
import dev.holdfast.engine.store.StoreException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Gives chunks to another device. What it holds already is not sent again: it proves that it has
/// the very bytes by a hash over them and a number it could not know before. What is sent is hashed
/// by the receiver alone; bytes that it says are not the chunk are read here once more and checked.
/// Safe for many threads.
public final class ChunkPusher {

    /// How long the receiver may take for each answer, and to take in what it wanted.
    public static final Duration ANSWER_MAX = Duration.ofSeconds(60);

    /// Chunks on their way out at once, over all connections.
    private static final int BOXES = 4;

    /// The same to one device: one that takes its time leaves the others as many.
    private static final int BOXES_PER_DEVICE = 2;

    private static final Logger LOG = LoggerFactory.getLogger(ChunkPusher.class);

    private final ChunkStore store;
    private final Boxes boxes;

    public ChunkPusher(ChunkStore store, Shelf shelf) {
        this.store = store;
        boxes = new Boxes(shelf, BOXES, BOXES_PER_DEVICE);
    }

    /// Chunks that were asked for with one factor and are kept because of one claim.
    public record Load(List<Sized> chunks, int factor, Stamp stamp) {}

    /// What came of it. A chunk that is nowhere here was not decided: the connection broke off.
    ///
    /// @param stored chunks that are durable there
    /// @param declined chunks that the device does not take
    /// @param unreadable chunks that this device has not got in a sound state itself
    public record Outcome(
            Set<ChunkId> stored, Set<ChunkId> declined, Set<ChunkId> unreadable, long sentBytes) {}

    /// Returns when each chunk was decided or the conversation has broken off.
    ///
    /// @param nonce 256 bits that nobody could know before
    public Outcome push(Connection to, Load load, Hash nonce) throws InterruptedException {
        var push = new Push(load, nonce, boxes.of(to.peer().device()));
        try (var stream = to.open()) {
            push.hold(stream);
        } catch (NetException e) {
            LOG.debug("A push to {} broke off: {}", to.peer().device(), e.getMessage());
        }
        return push.outcome();
    }

    private final class Push {

        private final Load load;
        private final Hash nonce;
        private final Boxes.Share share;
        private final Set<ChunkId> stored = new HashSet<>();
        private final Set<ChunkId> declined = new HashSet<>();
        private final Set<ChunkId> unreadable = new HashSet<>();
        private long sentBytes;

        Push(Load load, Hash nonce, Boxes.Share share) {
            this.load = load;
            this.nonce = nonce;
            this.share = share;
        }

        Outcome outcome() {
            return new Outcome(stored, declined, unreadable, sentBytes);
        }

        void hold(Stream stream) throws NetException, InterruptedException {
            stream.send(new Offer(load.chunks, load.factor, load.stamp, nonce));
            switch (stream.receive(ANSWER_MAX)) {
                case Want want when want.wanted().size() == load.chunks.size() -> {
                    if (send(stream, want)) {
                        settle(stream, wanted(want));
                    }
                }
                case Declined(var ids, _) -> declined.addAll(ids);
                default -> throw unexpected();
            }
        }

        private List<ChunkId> wanted(Want want) {
            return want.wanted().yes().mapToObj(i -> load.chunks.get(i).id()).toList();
        }

        /// Sends what is wanted and checks the proofs for the rest.
        ///
        /// @return false when a chunk could not be read, which breaks the conversation off
        private boolean send(Stream stream, Want want) throws NetException, InterruptedException {
            var proofs = want.proofs().iterator();
            try (var sealed = new ReadAhead(store, share, load.chunks, want.wanted())) {
                for (int i = 0; i < load.chunks.size(); i++) {
                    var chunk = load.chunks.get(i);
                    var read = sealed.next();
                    if (read.isEmpty()) {
                        unreadable.add(chunk.id());
                        return false;
                    }
                    try (var box = read.get()) {
                        if (want.wanted().get(i)) {
                            stream.sendBytes(box.buffer());
                            sentBytes += chunk.length();
                        } else if (proves(proofs.next(), box.buffer())) {
                            stored.add(chunk.id());
                        }
                    }
                }
            }
            return true;
        }

        private boolean proves(Hash proof, ByteBuffer sealed) {
            return new Sha256().update(nonce.toBytes()).update(sealed).finish().equals(proof);
        }

        private void settle(Stream stream, List<ChunkId> wanted)
                throws NetException, InterruptedException {
            var open = new HashSet<>(wanted);
            while (!open.isEmpty()) {
                switch (stream.receive(ANSWER_MAX)) {
                    case Stored(var ids) -> stored.addAll(decided(ids, open));
                    case Declined(var ids, var why) -> refused(decided(ids, open), why);
                    default -> throw unexpected();
                }
            }
        }

        /// Either the bytes here are damaged, or they were on the way, or the receiver is wrong.
        private void refused(List<ChunkId> ids, Refusal why) throws InterruptedException {
            for (var id : ids) {
                boolean isSound = why != Refusal.NOT_THE_CHUNK || isSound(id);
                (isSound ? declined : unreadable).add(id);
            }
        }

        private boolean isSound(ChunkId id) throws InterruptedException {
            try (var box = share.take()) {
                return store.read(id, box.buffer());
            } catch (StoreException e) {
                LOG.warn("Chunk {} was refused by its receiver and is damaged here.", id, e);
                return false;
            }
        }

        /// Only what was wanted can be decided, and once.
        private static List<ChunkId> decided(List<ChunkId> ids, Set<ChunkId> open)
                throws NetException {
            var decided = new ArrayList<ChunkId>();
            for (var id : ids) {
                if (!open.remove(id)) {
                    throw unexpected();
                }
                decided.add(id);
            }
            return decided;
        }

        private static NetException unexpected() {
            return new NetException(NetException.Kind.WRONG_STATE, "not an answer to an offer");
        }
    }
}
