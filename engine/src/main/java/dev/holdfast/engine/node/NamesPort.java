package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.core.tree.Edits;
import dev.holdfast.engine.exchange.BatchWriter;
import dev.holdfast.engine.files.Rooms;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.wal.JournalException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Lets the verbs over files write names: claims here, batches by the exchange.
final class NamesPort implements Rooms.Names {

    private final Ledger ledger;
    private final BatchWriter writer;
    private final Map<VolumeId, Long> last = new HashMap<>();

    NamesPort(Ledger ledger, BatchWriter writer) {
        this.ledger = ledger;
        this.writer = writer;
    }

    /// Closes the claims of puts that ended with an earlier process: none of them is resumed.
    void abandonClaims() throws NodeException {
        var closed = new ArrayList<JournalRecord>();
        ledger.views()
                .self()
                .openClaims()
                .forEach(claim -> closed.add(new JournalRecord.ClaimClosed(claim)));
        if (!closed.isEmpty()) {
            commit(closed);
        }
    }

    @Override
    public Stamp openClaim(VolumeId volume) throws NodeException {
        var claim = next(volume);
        commit(List.of(new JournalRecord.ClaimOpened(claim)));
        return claim;
    }

    private synchronized Stamp next(VolumeId volume) {
        Actor actor = ledger.views().self().actor().orElseThrow();
        long before =
                Math.max(
                        ledger.views().self().lastClaim(volume, actor),
                        last.getOrDefault(volume, 0L));
        last.put(volume, before + 1);
        return new Stamp(volume, actor, before + 1);
    }

    @Override
    public void closeClaim(Stamp claim) throws NodeException {
        commit(List.of(new JournalRecord.ClaimClosed(claim)));
    }

    private void commit(List<JournalRecord> records) throws NodeException {
        try {
            ledger.commit(records);
        } catch (JournalException e) {
            throw Failures.of(e);
        }
    }

    @Override
    public Optional<Dot> write(VolumeId volume, Consumer<Edits> change) throws NodeException {
        try {
            return writer.write(volume, change);
        } catch (BatchWriter.NoEpochException e) {
            throw new NodeException(
                    new Problem(
                            Problem.Code.REFUSED,
                            "A device was removed, and this one has not yet got the secret that"
                                    + " replaced the old one.",
                            "Bring a device that is an owner online, then try again."),
                    e);
        } catch (JournalException e) {
            throw Failures.of(e);
        }
    }
}
