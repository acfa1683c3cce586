package dev.holdfast.engine.catalog;

import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.repair.Stamp;

import java.util.List;
import java.util.Optional;

/// What the device knows of its pool and of itself.
public interface SelfView {

    /// Every statement of the roster, in the order in which they were accepted.
    List<byte[]> statements();

    /// As whom this device writes; empty before the first incarnation is drawn.
    Optional<Actor> actor();

    /// The number of the last claim opened by this actor in a volume; 0 before the first.
    long lastClaim(VolumeId volume, Actor actor);

    /// Claims of this device that were opened and not closed, in the order of their numbers.
    List<Stamp> openClaims();

    /// Those of them of which nothing was offered to another device, as far as is written down.
    List<Stamp> withheldClaims();
}
