package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.core.tree.Edits;
import dev.holdfast.engine.exchange.BatchWriter;
import dev.holdfast.engine.files.Rooms;
import dev.holdfast.engine.wal.JournalException;

import java.util.Optional;
import java.util.function.Consumer;

/// Lets the verbs over files write names: claims here, batches by the exchange.
final class NamesPort implements Rooms.Names {

    private final Claims claims;
    private final BatchWriter writer;
    private final Consumer<Boolean> left;

    /// @param left is told when a put ended before all was named, and whether for want of room
    NamesPort(Claims claims, BatchWriter writer, Consumer<Boolean> left) {
        this.claims = claims;
        this.writer = writer;
        this.left = left;
    }

    @Override
    public Stamp openClaim(VolumeId volume) throws NodeException {
        try {
            return claims.open(volume);
        } catch (JournalException e) {
            throw Failures.of(e);
        }
    }

    @Override
    public void closeClaim(Stamp claim) throws NodeException {
        try {
            claims.close(claim);
        } catch (JournalException e) {
            throw Failures.of(e);
        }
    }

    @Override
    public void leaveClaim(Stamp claim, boolean isFull) throws NodeException {
        try {
            if (claims.leave(claim)) {
                left.accept(isFull);
            }
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
