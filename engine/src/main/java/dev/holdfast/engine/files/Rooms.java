package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.WaitPolicy;
import dev.holdfast.engine.buffers.Shelf;
import dev.holdfast.engine.catalog.BodyOpener;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.PoolId;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.namespace.VolumeSpec;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.core.tree.Edits;
import dev.holdfast.engine.crypto.Chance;
import dev.holdfast.engine.crypto.Sealer;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.store.ChunkStore;
import dev.holdfast.engine.store.Coming;
import dev.holdfast.engine.store.Pins;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// What the verbs over files need of the device.
///
/// @param keeping where bytes go
/// @param pool the pool whose volumes these are
public record Rooms(Keeping keeping, Pool pool, Names names, Peers peers, Chance chance) {

    /// Where bytes go and come from on this device.
    ///
    /// @param pins hold what a put counts on until it has ended
    /// @param coming has what others are just giving to this device
    /// @param opener opens what was said of names
    /// @param relief makes room when a put finds none
    /// @param shelf memory for whole chunks
    /// @param cache the person's own files in linked folders
    public record Keeping(
            Sealer sealer,
            ChunkStore store,
            Pins pins,
            Coming coming,
            Ledger ledger,
            BodyOpener opener,
            Relief relief,
            Shelf shelf,
            Cache cache) {}

    /// Chunks that lie in the person's own files where a folder is linked. It may have what the
    /// store has not; what it gives is no copy, and no other device is told of it.
    public interface Cache {

        /// Has nothing.
        Cache NONE =
                new Cache() {
                    @Override
                    public boolean read(ChunkId id, ByteBuffer into) {
                        return false;
                    }

                    @Override
                    public boolean list(ChunkId id, ByteBuffer into) {
                        return false;
                    }
                };

        /// Fills `into` with the sealed bytes of a chunk of a file, whose SHA-256 is `id`.
        ///
        /// @return false when no file has it; `into` may hold anything then, and its position has
        ///   not moved
        boolean read(ChunkId id, ByteBuffer into) throws InterruptedException;

        /// The same of a list of chunks. It is made again from all of its file, which takes as long
        /// as storing that.
        boolean list(ChunkId id, ByteBuffer into) throws InterruptedException;

        /// Fills `into` from here, else from `others`, and if these have not got it either, with
        /// what takes longer.
        ///
        /// @return whether it came from here
        default boolean readOr(Others others, ChunkId id, ByteBuffer into)
                throws NodeException, InterruptedException {
            if (read(id, into)) {
                return true;
            }
            int at = into.position();
            try {
                others.fetch(id, into);
                return false;
            } catch (NodeException e) {
                if (e.problem().code() == Problem.Code.CANCELLED || !list(id, into.position(at))) {
                    throw e;
                }
                return true;
            }
        }
    }

    /// Gives the sealed bytes of a chunk, checked against its id, from another device.
    @FunctionalInterface
    public interface Others {
        void fetch(ChunkId id, ByteBuffer into) throws NodeException, InterruptedException;
    }

    /// Makes room on a device that is full.
    public interface Relief {

        /// Nothing can be done about it.
        Relief NONE = (_, _) -> false;

        /// Gives back what room nobody needs, and lets go of what a put has stored here once enough
        /// others have it.
        ///
        /// @param claim the put that needs room
        /// @param staged chunks of it that are durable, which it does not need here any more
        /// @return whether it is worth trying again; false when nothing can go now, and nothing has
        ///   come of waiting for a minute
        boolean makeRoom(Stamp claim, List<ChunkId> staged) throws InterruptedException;
    }

    /// The pool, and what its devices are called.
    public interface Pool {

        PoolId id();

        /// What a device is called.
        String name(DeviceId device);

        /// The name of every device that holds one of the chunks, as far as can be found out now.
        Map<ChunkId, List<String>> holders(List<ChunkId> ids) throws InterruptedException;
    }

    /// Writes names. One change is visible whole or not at all.
    public interface Names {

        /// Opens the claim of a put in a volume; chunks may be offered to peers from then on.
        Stamp openClaim(VolumeId volume) throws NodeException;

        /// Closes a claim, with nothing written under its name any more.
        void closeClaim(Stamp claim) throws NodeException;

        /// Ends a put before all of its names are written. Nothing holds its chunks here any more.
        ///
        /// @param isFull whether it ended because there was no room
        void leaveClaim(Stamp claim, boolean isFull) throws NodeException;

        /// Makes one change, which must not be empty; durable and visible on return.
        ///
        /// @return the last batch that carries it; empty when `change` had nothing to write
        Optional<Dot> write(VolumeId volume, Consumer<Edits> change)
                throws NodeException, InterruptedException;
    }

    /// The other devices, as far as content is concerned.
    public interface Peers {

        /// Fills `into` with the sealed bytes of a chunk, checked against its id, from a device
        /// that holds it.
        void fetch(ChunkId id, ByteBuffer into) throws NodeException, InterruptedException;

        /// Asks for many small chunks at once, and hands over those that come soon. Whoever has no
        /// quicker way leaves all of them to [#fetch].
        default void fetchMany(List<ChunkId> ids, Arrival arrival) throws InterruptedException {}

        /// This device's own copy of a chunk turned out to be damaged.
        void spoiled(ChunkId id) throws InterruptedException;

        /// Chunks are durable here and their claim is journaled: copies of them are to be made.
        void wrote(Written written);

        /// Waits for durable copies of chunks and of the batches that name them.
        Copied await(Awaited awaited, LongConsumer done) throws InterruptedException;
    }

    /// Takes chunks as they come, from several threads.
    @FunctionalInterface
    public interface Arrival {

        /// @param sealed bytes whose SHA-256 is `id`, good until this returns
        void arrived(ChunkId id, ByteBuffer sealed) throws InterruptedException;
    }

    /// Chunks of one put, all to be kept `factor` times.
    public record Written(Stamp claim, int factor, List<ChunkId> ids) {}

    /// The copies there are, and the sealed bytes sent to make them.
    public record Copied(Outcome.Copies copies, long sentBytes) {}

    /// What a put waits for.
    ///
    /// @param batches the latest of each writer that names some of the chunks
    public record Awaited(
            VolumeId volume,
            VolumeSpec spec,
            Set<Dot> batches,
            Set<ChunkId> chunks,
            Wanted wanted) {}

    /// How many copies are wanted and how long they may take.
    ///
    /// @param policy the command's own policy; the volume's when empty
    public record Wanted(Optional<WaitPolicy> policy, Duration patience) {}

    /// A number for something made now.
    Hash fresh() {
        return chance.bits256();
    }
}
