package dev.holdfast.engine.core.repair;

import dev.holdfast.engine.core.namespace.VolumeId;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;

/// How many copies the volumes ask for now. A chunk is on record with the most that anybody ever
/// asked for; a volume may have changed its mind since.
public record Demand(Map<VolumeId, Wish> volumes) {

    /// Nothing is known of any volume: what is on record counts.
    public static final Demand UNKNOWN = new Demand(Map.of());

    /// What one volume asks for.
    ///
    /// @param wasChanged whether the volume was ever told otherwise, so that fewer than are on
    ///   record may be meant. In a volume that was not, more are on record only for lists of
    ///   chunks.
    public record Wish(int copies, boolean wasChanged) {}

    public Demand {
        volumes = Map.copyOf(volumes);
    }

    /// Copies of a chunk that is on record with `recorded`, and kept because of `stamps`. Not fewer
    /// than are on record while one of its volumes is not known here.
    public int copies(int recorded, Collection<Stamp> stamps) {
        var wishes = stamps.stream().map(stamp -> volumes.get(stamp.volume())).toList();
        int most = wishes.stream().filter(Objects::nonNull).mapToInt(Wish::copies).max().orElse(0);
        boolean canBeFewer =
                most > 0
                        && wishes.stream().allMatch(Objects::nonNull)
                        && wishes.stream().anyMatch(Wish::wasChanged);
        return canBeFewer ? most : Math.max(recorded, most);
    }
}
