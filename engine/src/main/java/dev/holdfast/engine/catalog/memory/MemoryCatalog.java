package dev.holdfast.engine.catalog.memory;

import dev.holdfast.engine.catalog.BodyOpener;
import dev.holdfast.engine.catalog.Catalog;
import dev.holdfast.engine.catalog.CatalogException;
import dev.holdfast.engine.catalog.SelfView;
import dev.holdfast.engine.catalog.Views;
import dev.holdfast.engine.core.batch.Batch;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.core.record.JournalRecord.BatchAccepted;
import dev.holdfast.engine.core.record.JournalRecord.BatchesConfirmed;
import dev.holdfast.engine.core.record.JournalRecord.ChunksDropped;
import dev.holdfast.engine.core.record.JournalRecord.ChunksStamped;
import dev.holdfast.engine.core.record.JournalRecord.ChunksTold;
import dev.holdfast.engine.core.record.JournalRecord.ClaimClosed;
import dev.holdfast.engine.core.record.JournalRecord.ClaimOffered;
import dev.holdfast.engine.core.record.JournalRecord.ClaimOpened;
import dev.holdfast.engine.core.record.JournalRecord.ClaimWithheld;
import dev.holdfast.engine.core.record.JournalRecord.ContentKnown;
import dev.holdfast.engine.core.record.JournalRecord.CopiesConfirmed;
import dev.holdfast.engine.core.record.JournalRecord.CopiesLost;
import dev.holdfast.engine.core.record.JournalRecord.HolderLost;
import dev.holdfast.engine.core.record.JournalRecord.IncarnationDrawn;
import dev.holdfast.engine.core.record.JournalRecord.PledgeMoved;
import dev.holdfast.engine.core.record.JournalRecord.StatementAccepted;
import dev.holdfast.engine.core.record.JournalRecord.WriterCut;
import dev.holdfast.engine.core.repair.Stamp;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Keeps everything in maps. One lock guards them all.
public final class MemoryCatalog implements Catalog {

    /// A writer in a volume.
    record Chain(VolumeId volume, Actor actor) implements Comparable<Chain> {

        private static final Comparator<Chain> ORDER =
                Comparator.comparing(Chain::volume).thenComparing(Chain::actor);

        @Override
        public int compareTo(Chain that) {
            return ORDER.compare(this, that);
        }
    }

    private final MemoryBatches batches;
    private final MemoryChunks chunks = new MemoryChunks();
    private final MemoryPledges pledges = new MemoryPledges();
    private final Self self = new Self();
    private final TreeMap<Long, byte[]> statements = new TreeMap<>();
    private final Map<Chain, Long> lastClaims = new TreeMap<>();
    private final TreeSet<Stamp> openClaims = new TreeSet<>(Stamp.ORDER);
    private final TreeSet<Stamp> withheldClaims = new TreeSet<>(Stamp.ORDER);
    private @Nullable Actor actor;
    private long appliedLsn;

    public MemoryCatalog(BodyOpener opener) {
        batches = new MemoryBatches(opener);
    }

    @Override
    public void apply(List<Applied> records) {
        synchronized (batches) {
            for (var applied : records) {
                if (applied.lsn() > appliedLsn) {
                    apply(applied.lsn(), applied.record());
                    appliedLsn = applied.lsn();
                }
            }
            batches.openWaiting();
        }
    }

    @Override
    public long appliedLsn() {
        synchronized (batches) {
            return appliedLsn;
        }
    }

    @Override
    public Views views() {
        return new Views(self, batches.names(), batches, chunks, pledges);
    }

    /// What lasts as long as the process is as durable as it gets.
    @Override
    public long checkpoint() {
        return appliedLsn();
    }

    @Override
    public <X extends Exception> long tell(Listener<X> each) throws X {
        synchronized (batches) {
            var telling = new Telling<>(appliedLsn, each);
            for (var statement : statements.entrySet()) {
                telling.tell(statement.getKey(), new StatementAccepted(statement.getValue()));
            }
            batches.tell(telling);
            if (actor != null) {
                telling.actor(actor);
            }
            for (var claim : openClaims) {
                telling.openClaim(claim);
            }
            for (var claim : withheldClaims) {
                telling.withheldClaim(claim);
            }
            for (var last : lastClaims.entrySet()) {
                var chain = last.getKey();
                var claim = new Stamp(chain.volume, chain.actor, last.getValue());
                if (!openClaims.contains(claim)) {
                    telling.closedClaim(claim);
                }
            }
            chunks.tell(telling);
            batches.tellConfirmed(telling);
            pledges.tell(telling);
            return appliedLsn;
        }
    }

    @Override
    public <X extends Exception> void restore(long lsn, Source<X> told) throws X {
        synchronized (batches) {
            forget();
            boolean done = false;
            try {
                told.tellTo(applied -> apply(applied.lsn(), applied.record()));
                batches.openWaiting();
                appliedLsn = lsn;
                done = true;
            } finally {
                if (!done) {
                    forget();
                }
            }
        }
    }

    private void forget() {
        batches.forget();
        chunks.forget();
        pledges.forget();
        statements.clear();
        lastClaims.clear();
        openClaims.clear();
        withheldClaims.clear();
        actor = null;
        appliedLsn = 0;
    }

    @Override
    public void close() {
        // nothing to let go of
    }

    private void apply(long lsn, JournalRecord record) {
        switch (record) {
            case StatementAccepted(var statement) -> statements.put(lsn, statement.clone());
            case BatchAccepted(var bytes) -> batches.accept(lsn, read(bytes));
            case WriterCut(var volume, var from) -> batches.cut(volume, from);
            case IncarnationDrawn(var drawn) -> actor = drawn;
            case ClaimOpened(var claim) -> open(claim);
            case ClaimClosed(var claim) -> {
                openClaims.remove(claim);
                withheldClaims.remove(claim);
            }
            case ClaimWithheld(var claim) -> {
                if (openClaims.contains(claim)) {
                    withheldClaims.add(claim);
                }
            }
            case ClaimOffered(var claim) -> withheldClaims.remove(claim);
            case ContentKnown(var contents) -> chunks.know(contents);
            case ChunksStamped(var stamp, var factor, var ids) -> chunks.stamp(stamp, factor, ids);
            case ChunksDropped(var ids) -> chunks.drop(ids);
            case CopiesConfirmed(var holder, var ids) -> chunks.confirm(holder, ids);
            case CopiesLost(var holder, var ids) -> chunks.lose(holder, ids);
            case HolderLost(var holder) -> lose(holder);
            case BatchesConfirmed(var holder, var volume, var upTo) ->
                    batches.confirm(holder, volume, upTo);
            case PledgeMoved moved -> pledges.move(moved);
            case ChunksTold(var told) -> chunks.set(told);
        }
    }

    private static Batch read(byte[] bytes) {
        try {
            return Batch.read(bytes.clone());
        } catch (MalformedException e) {
            throw new CatalogException(CatalogException.Kind.FAILED, "a record of no batch", e);
        }
    }

    private void open(Stamp claim) {
        openClaims.add(claim);
        lastClaims.merge(new Chain(claim.volume(), claim.actor()), claim.claim(), Math::max);
    }

    private void lose(DeviceId holder) {
        chunks.loseAllOf(holder);
        batches.loseAllOf(holder);
        pledges.loseAllOf(holder);
    }

    private final class Self implements SelfView {

        @Override
        public List<byte[]> statements() {
            synchronized (batches) {
                return statements.values().stream().map(byte[]::clone).toList();
            }
        }

        @Override
        public Optional<Actor> actor() {
            synchronized (batches) {
                return Optional.ofNullable(actor);
            }
        }

        @Override
        public long lastClaim(VolumeId volume, Actor actor) {
            synchronized (batches) {
                return lastClaims.getOrDefault(new Chain(volume, actor), 0L);
            }
        }

        @Override
        public List<Stamp> openClaims() {
            synchronized (batches) {
                return List.copyOf(openClaims);
            }
        }

        @Override
        public List<Stamp> withheldClaims() {
            synchronized (batches) {
                return List.copyOf(withheldClaims);
            }
        }
    }
}
