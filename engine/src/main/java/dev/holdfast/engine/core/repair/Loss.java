package dev.holdfast.engine.core.repair;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// A chunk that this device should hold and that its disk has lost. The bytes are gone, the promise
/// is not: it leaves the books only when all other devices have heard that the copy counts no more,
/// and when enough of them hold the chunk. Till then it is confessed to whoever comes.
///
/// @param factor the number of copies asked for
public record Loss(ChunkId chunk, int factor) {

    public Loss {
        if (factor < 1) {
            throw new IllegalArgumentException("a factor of " + factor);
        }
    }

    /// All other devices of the pool: any of them may count the copy. Empty while there is none, or
    /// one that cannot be reached and so cannot hear of it.
    public static Optional<List<DeviceId>> hearers(PoolView view) {
        var others = List.copyOf(view.others().keySet());
        return others.isEmpty() || !others.stream().allMatch(view::isOnline)
                ? Optional.empty()
                : Optional.of(others);
    }

    /// Whether so many others hold it as there should be copies, this device's not counted. Else it
    /// is wanted here, or at least to be told of.
    ///
    /// @param holders who has just said that it holds the chunk
    public boolean isMadeGood(Collection<DeviceId> holders, PoolView view) {
        long copies =
                holders.stream()
                        .distinct()
                        .filter(device -> !device.equals(view.self()))
                        .filter(view.layout().devices()::contains)
                        .count();
        int wanted = view.layout().owners(chunk, factor).size();
        return wanted > 0 && copies >= wanted;
    }
}
