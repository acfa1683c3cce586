package dev.holdfast.engine.core.record;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.repair.Pledge;
import dev.holdfast.engine.core.repair.Stamp;

import java.util.List;

/// One thing this device has accepted and must not forget. Applying a record twice, or an old one
/// again, changes nothing.
public sealed interface JournalRecord {

    /// Chunks in one record.
    int CHUNKS_MAX = 16_384;

    /// Holders or stamps of the chunks in one record.
    int PARTS_MAX = 1 << 18;

    /// The greatest factor a chunk can be asked for with.
    int FACTOR_MAX = 8;

    /// Bytes of one signed statement of the roster.
    int STATEMENT_MAX = 1 << 20;

    /// What kind of record this is, as the journal's frame says it.
    default int type() {
        return RecordForm.typeOf(this);
    }

    /// The canonical form.
    default byte[] toBytes() {
        return RecordForm.write(this);
    }

    static JournalRecord read(int type, byte[] payload) throws MalformedException {
        return RecordForm.read(type, payload);
    }

    /// A statement of the roster, as received, its signature good.
    record StatementAccepted(byte[] statement) implements JournalRecord {}

    /// The next batch of its writer's chain, as received, its signature good.
    record BatchAccepted(byte[] batch) implements JournalRecord {}

    /// Nothing that this writer wrote in this volume counts from `from` on: its chain forked, or it
    /// was removed from the pool.
    record WriterCut(VolumeId volume, Dot from) implements JournalRecord {}

    /// From now on this device writes as this actor.
    record IncarnationDrawn(Actor actor) implements JournalRecord {}

    /// A put of this device begins.
    record ClaimOpened(Stamp claim) implements JournalRecord {}

    /// A put of this device has ended, well or not.
    record ClaimClosed(Stamp claim) implements JournalRecord {}

    /// Of what this open put has stored nothing was offered to another device so far.
    record ClaimWithheld(Stamp claim) implements JournalRecord {}

    /// From now on others may be offered what this open put has stored.
    record ClaimOffered(Stamp claim) implements JournalRecord {}

    /// Content has been sealed as these chunks, and will be again.
    record ContentKnown(List<Known> contents) implements JournalRecord {
        public ContentKnown {
            contents = bounded(contents);
        }
    }

    /// A chunk that is known by its content.
    ///
    /// @param mac the content's hash under the dedup secret
    record Known(Hash mac, ChunkRef ref) {}

    /// This device holds these chunks durably, because of this claim. What it had heard of other
    /// copies of one that it did not hold counts no more.
    record ChunksStamped(Stamp stamp, int factor, List<ChunkId> ids) implements JournalRecord {
        public ChunksStamped {
            if (factor < 1 || factor > FACTOR_MAX) {
                throw new IllegalArgumentException("a factor of " + factor);
            }
            ids = bounded(ids);
        }
    }

    /// This device holds these chunks no more.
    record ChunksDropped(List<ChunkId> ids) implements JournalRecord {
        public ChunksDropped {
            ids = bounded(ids);
        }
    }

    /// Another device has said that it holds these chunks durably.
    record CopiesConfirmed(DeviceId holder, List<ChunkId> ids) implements JournalRecord {
        public CopiesConfirmed {
            ids = bounded(ids);
        }
    }

    /// Another device does not hold these chunks after all.
    record CopiesLost(DeviceId holder, List<ChunkId> ids) implements JournalRecord {
        public CopiesLost {
            ids = bounded(ids);
        }
    }

    /// Nothing another device holds counts any more: it is removed, or its disk is gone.
    record HolderLost(DeviceId holder) implements JournalRecord {}

    /// Another device has said that it holds this writer's batches up to this one durably.
    record BatchesConfirmed(DeviceId holder, VolumeId volume, Dot upTo) implements JournalRecord {}

    /// Pledges between two devices, one of which is this one, have come to this point.
    ///
    /// @param round the number drawn for the asking
    record PledgeMoved(
            DeviceId asker, DeviceId pledger, Hash round, Pledge.State state, List<ChunkId> ids)
            implements JournalRecord {
        public PledgeMoved {
            ids = bounded(ids);
        }
    }

    /// All that is known of these chunks, in place of what was known of them before.
    record ChunksTold(List<ChunkState> chunks) implements JournalRecord {
        public ChunksTold {
            chunks = bounded(chunks);
        }
    }

    /// A chunk as a device knows it.
    ///
    /// @param factor the greatest number of copies anybody asked for; 0 when nobody asked
    /// @param held whether this device holds it durably
    /// @param holders other devices that confirmed to hold it
    /// @param stamps why this device keeps it: of each writer in each volume the first and the
    ///   latest claim since it is held
    record ChunkState(
            ChunkId id, int factor, boolean held, List<DeviceId> holders, List<Stamp> stamps) {
        public ChunkState {
            if (factor < 0 || factor > FACTOR_MAX) {
                throw new IllegalArgumentException("a factor of " + factor);
            }
            holders = List.copyOf(holders);
            stamps = List.copyOf(stamps);
        }
    }

    private static <T> List<T> bounded(List<T> list) {
        if (list.size() > CHUNKS_MAX) {
            throw new IllegalArgumentException(list.size() + " chunks are over " + CHUNKS_MAX);
        }
        return List.copyOf(list);
    }
}
