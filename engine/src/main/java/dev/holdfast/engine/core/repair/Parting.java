package dev.holdfast.engine.core.repair;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// How this device can part from a copy that belongs on others: first each owner has one, then as
/// many devices as there are owners pledge theirs.
///
/// @param owners the devices on which the chunk belongs; this one is not among them
/// @param asked who is asked for a pledge: the owners, and whoever else is known to hold the chunk,
///   so that nobody counts a copy that is gone
/// @param pledges how many of them must pledge
public record Parting(HeldChunk chunk, List<DeviceId> owners, List<DeviceId> asked, int pledges) {

    /// Pledges for a chunk of a put that is under way: its claim is open, so others look after it.
    private static final int STAGED_PLEDGES_MAX = 2;

    /// Empty when this device is an owner, and while an owner or a holder cannot be reached: who
    /// does not hear that a copy goes would go on counting it.
    public static Optional<Parting> of(HeldChunk chunk, PoolView view) {
        var owners = view.layout().owners(chunk.id(), chunk.factor());
        var asked = asked(owners, chunk, view);
        boolean canPart = isElsewhere(owners, view) && asked.stream().allMatch(view::isOnline);
        return canPart
                ? Optional.of(new Parting(chunk, owners, asked, owners.size()))
                : Optional.empty();
    }

    /// The devices that cannot be reached, and have to be before this device can part from a chunk
    /// that belongs elsewhere. Empty when the chunk belongs here.
    public static Optional<List<DeviceId>> awaited(HeldChunk chunk, PoolView view) {
        var owners = view.layout().owners(chunk.id(), chunk.factor());
        return isElsewhere(owners, view)
                ? Optional.of(
                        asked(owners, chunk, view).stream()
                                .filter(device -> !view.isOnline(device))
                                .toList())
                : Optional.empty();
    }

    private static boolean isElsewhere(List<DeviceId> owners, PoolView view) {
        return !owners.isEmpty() && !owners.contains(view.self());
    }

    private static List<DeviceId> asked(List<DeviceId> owners, HeldChunk chunk, PoolView view) {
        return Stream.concat(owners.stream(), chunk.holders().stream())
                .distinct()
                .filter(device -> !device.equals(view.self()))
                .toList();
    }

    /// How this device parts from a chunk of its own put that is under way, and for which it has no
    /// room, whether it belongs here or not. Who has it already keeps it.
    ///
    /// Empty while too few hold it, or one of those cannot be reached.
    public static Optional<Parting> ofStaged(HeldChunk chunk, PoolView view) {
        var holders = chunk.holders();
        int pledges = stagedPledges(chunk, view);
        boolean canPart =
                holders.size() >= pledges
                        && view.layout().devices().containsAll(holders)
                        && holders.stream().allMatch(view::isOnline);
        return canPart
                ? Optional.of(new Parting(chunk, holders, holders, pledges))
                : Optional.empty();
    }

    /// How many must pledge such a chunk: two, or fewer when fewer copies are asked for or fewer
    /// devices can own.
    public static int stagedPledges(HeldChunk chunk, PoolView view) {
        int copies = Math.min(chunk.factor(), view.layout().devices().size());
        return Math.clamp(copies, 1, STAGED_PLEDGES_MAX);
    }

    /// A chunk that this device should hold and that its disk has lost. The bytes are gone, the
    /// promise is not: it leaves the books only when all other devices have heard that the copy
    /// counts no more, and when enough of them hold the chunk. Till then it is confessed to whoever
    /// comes.
    ///
    /// @param factor the number of copies asked for
    public record Loss(ChunkId chunk, int factor) {

        public Loss {
            if (factor < 1) {
                throw new IllegalArgumentException("a factor of " + factor);
            }
        }

        /// All other devices of the pool: any of them may count the copy. Empty while there is
        /// none, or one that cannot be reached and so cannot hear of it.
        public static Optional<List<DeviceId>> hearers(PoolView view) {
            var others = List.copyOf(view.others().keySet());
            return others.isEmpty() || !others.stream().allMatch(view::isOnline)
                    ? Optional.empty()
                    : Optional.of(others);
        }

        /// Whether so many others hold it as there should be copies, this device's not counted.
        /// Else it is wanted here, or at least to be told of.
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
}
