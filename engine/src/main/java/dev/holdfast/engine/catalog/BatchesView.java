package dev.holdfast.engine.catalog;

import dev.holdfast.engine.core.batch.Batch;
import dev.holdfast.engine.core.batch.BatchChain;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.namespace.VolumeId;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The batches of every writer, and who else has them.
public interface BatchesView {

    /// Batches in one answer.
    int PAGE_MAX = 1024;

    /// How far each writer's chain is held, in each volume.
    Map<VolumeId, Map<Actor, BatchChain>> chains();

    /// A batch, and where in the journal it was accepted.
    record Held(long lsn, Batch batch) {}

    Optional<Held> batch(VolumeId volume, Dot dot);

    /// The batches accepted after a place in the journal, in that order, so that none comes before
    /// one that its writer had seen.
    List<Held> after(long lsn, int limit);

    /// The other devices that confirmed to hold this writer's chain at least up to this batch.
    Set<DeviceId> holders(VolumeId volume, Dot dot);

    /// Up to which batch all that the writers of a volume say is in the names: before the first one
    /// that cannot be opened, or not yet, or whose change is not whole.
    VersionVector applied(VolumeId volume);
}
