package dev.holdfast.engine.core.repair;

import dev.holdfast.engine.core.membership.DeviceId;

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
        var asked =
                Stream.concat(owners.stream(), chunk.holders().stream())
                        .distinct()
                        .filter(device -> !device.equals(view.self()))
                        .toList();
        boolean canPart =
                !owners.isEmpty()
                        && !owners.contains(view.self())
                        && asked.stream().allMatch(view::isOnline);
        return canPart
                ? Optional.of(new Parting(chunk, owners, asked, owners.size()))
                : Optional.empty();
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
}
