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
public record Parting(HeldChunk chunk, List<DeviceId> owners, List<DeviceId> asked) {

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
        return canPart ? Optional.of(new Parting(chunk, owners, asked)) : Optional.empty();
    }

    /// How many must pledge: the chunk's factor, or the number of devices that can own when that is
    /// less.
    public int pledges() {
        return owners.size();
    }
}
