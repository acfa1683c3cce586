package dev.holdfast.engine.core.repair;

import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.VolumeId;

import java.util.Comparator;

/// Why a holder keeps a chunk: a put that stored or offered it. Every put opens a claim, the next
/// of a counter per (volume, actor), journaled before its first offer; every store or offer of a
/// chunk is journaled by the holder as a stamp with that claim. Collecting asks whether all of a
/// chunk's claims are closed, and so needs no clock.
public record Stamp(VolumeId volume, Actor actor, long claim) {

    /// By volume, writer and claim.
    public static final Comparator<Stamp> ORDER =
            Comparator.comparing(Stamp::volume)
                    .thenComparing(Stamp::actor)
                    .thenComparingLong(Stamp::claim);

    public Stamp {
        if (claim < 1) {
            throw new IllegalArgumentException("claims count from 1; this is " + claim);
        }
    }

    /// Whether the other one is a later claim of the same writer in the same volume.
    public boolean isBefore(Stamp other) {
        return claim < other.claim && actor.equals(other.actor) && volume.equals(other.volume);
    }
}
