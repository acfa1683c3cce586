package dev.holdfast.engine.exchange;

import dev.holdfast.engine.catalog.SelfView;
import dev.holdfast.engine.core.batch.Batch;
import dev.holdfast.engine.core.batch.BatchBody;
import dev.holdfast.engine.core.batch.BatchChain;
import dev.holdfast.engine.core.batch.BatchHeader;
import dev.holdfast.engine.core.batch.Chain;
import dev.holdfast.engine.core.batch.Trim;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.Hlc;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.core.tree.Edits;
import dev.holdfast.engine.crypto.BatchSealer;
import dev.holdfast.engine.crypto.DeviceKeys;
import dev.holdfast.engine.crypto.KeyRing;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.wal.JournalException;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Writes this device's own batches. Safe for many threads; one change is written at a time.
public final class BatchWriter {

    /// What the writer seals and signs with.
    public record Pen(
            DeviceKeys keys, BatchSealer sealer, Supplier<KeyRing> ring, Supplier<Roster> roster) {}

    /// Told of each chain of this device that has become longer.
    @FunctionalInterface
    public interface Published {
        void published(Chain chain);
    }

    private final Ledger ledger;
    private final Chains chains;
    private final Pen pen;
    private final InstantSource clock;
    private final Published published;
    private Hlc last = Hlc.ZERO;

    public BatchWriter(
            Ledger ledger, Chains chains, Pen pen, InstantSource clock, Published published) {
        this.ledger = ledger;
        this.chains = chains;
        this.pen = pen;
        this.clock = clock;
        this.published = published;
    }

    /// There is no epoch that this device may write under until an owner rotates.
    public static final class NoEpochException extends Exception {

        private static final long serialVersionUID = 1;

        NoEpochException() {
            super("every epoch is known to a device that was removed");
        }
    }

    /// Writes what `change` edits, as one change: in as many batches as it needs, visible together.
    /// On return it is durable and visible here.
    ///
    /// @return the last batch; empty when there was nothing to write
    public Optional<Dot> write(VolumeId volume, Consumer<Edits> change)
            throws JournalException, NoEpochException {
        Optional<Dot> dot;
        chains.lock().lock();
        try {
            dot = writeLocked(volume, change);
        } finally {
            chains.lock().unlock();
        }
        dot.ifPresent(written -> published.published(new Chain(volume, written.actor())));
        return dot;
    }

    /// The lock is held until the change is visible: the next change must see it.
    private Optional<Dot> writeLocked(VolumeId volume, Consumer<Edits> change)
            throws JournalException, NoEpochException {
        last = Hlc.after(last, clock.millis());
        var seen = ledger.views().batches().applied(volume);
        var edits = new Edits(ledger.views().names().tree(volume), last);
        change.accept(edits);
        if (edits.entries().isEmpty()) {
            return Optional.empty();
        }
        var chain = new Chain(volume, actor());
        var epoch = pen.ring.get().writable().orElseThrow(NoEpochException::new);
        long lsn = 0;
        var parts = parts(edits.entries());
        for (int i = 0; i < parts.size(); i++) {
            var body = new BatchBody(i < parts.size() - 1, seen, parts.get(i));
            lsn = append(chain, epoch, body);
        }
        ledger.await(lsn);
        return Optional.of(new Dot(chain.actor(), chains.end(chain).n()));
    }

    private long append(Chain chain, Hash epoch, BatchBody body) throws JournalException {
        var end = chains.end(chain);
        var batch = batch(chain, end, epoch, body.toBytes());
        return chains.append(batch, new BatchChain(end.n() + 1, batch.id(), end.cut()));
    }

    /// Says what this device has seen of a volume, and which of its claims are over there.
    ///
    /// @param trim what of the volume's past ends with it
    public Dot say(VolumeId volume, Optional<Trim> trim) throws JournalException, NoEpochException {
        var chain = new Chain(volume, actor());
        var epoch = pen.ring.get().writable().orElseThrow(NoEpochException::new);
        Dot dot;
        chains.lock().lock();
        try {
            var seen = ledger.views().batches().applied(volume);
            ledger.await(append(chain, epoch, new BatchBody(false, seen, trim, List.of())));
            dot = new Dot(chain.actor(), chains.end(chain).n());
        } finally {
            chains.lock().unlock();
        }
        published.published(chain);
        return dot;
    }

    private Actor actor() {
        return ledger.views()
                .self()
                .actor()
                .orElseThrow(() -> new IllegalStateException("no incarnation"));
    }

    private Batch batch(Chain chain, BatchChain end, Hash epoch, byte[] body) {
        var heads = pen.roster.get().foremost(BatchHeader.HEADS_MAX);
        int length = body.length + BatchSealer.OVERHEAD;
        long open = openClaim(ledger.views().self(), chain.volume(), chain.actor());
        var sealing = new BatchHeader.Sealing(epoch, open, heads, length);
        var dot = new Dot(chain.actor(), end.n() + 1);
        var pool = pen.roster.get().pool();
        var header = new BatchHeader(pool, chain.volume(), dot, end.last(), sealing);
        var secret = pen.ring.get().epoch(epoch).orElseThrow();
        var under = new BatchSealer.Under(secret, chain.volume().hash(), BatchSealer.Purpose.BATCH);
        var sealed = pen.sealer.seal(under, header.toBytes(), body);
        return Batch.of(header, sealed, pen.keys.sign(Batch.digest(header, sealed).toBytes()));
    }

    /// The lowest claim of a writer in a volume that is still open, or the one to come. The last is
    /// asked for first: one that is opened between the questions is then one of both answers.
    public static long openClaim(SelfView self, VolumeId volume, Actor actor) {
        long next = self.lastClaim(volume, actor) + 1;
        return self.openClaims().stream()
                .filter(claim -> claim.volume().equals(volume) && claim.actor().equals(actor))
                .mapToLong(Stamp::claim)
                .min()
                .orElse(next);
    }

    /// Cuts a change into bodies that fit into a batch each.
    private static List<List<Entry>> parts(List<Entry> entries) {
        var parts = new ArrayList<List<Entry>>();
        var part = new ArrayList<Entry>();
        int room = BatchBody.BYTES_MAX - HEAD_MAX;
        int used = 0;
        for (var entry : entries) {
            var bytes = new CanonicalWriter();
            entry.write(bytes);
            if (used + bytes.length() > room) {
                parts.add(part);
                part = new ArrayList<>();
                used = 0;
            }
            part.add(entry);
            used += bytes.length();
        }
        parts.add(part);
        return parts;
    }

    /// Bytes of a body before its entries: version, flag, the greatest vector, the count.
    private static final int HEAD_MAX =
            16 + VersionVector.ACTORS_MAX * (Hash.BYTES + 2 * Long.BYTES);
}
