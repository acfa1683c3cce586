package dev.holdfast.engine.core.liveness;

import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.routing.Ring;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What happens around a [Swim].
public sealed interface SwimEvent {

    /// These devices are looked after from now on.
    ///
    /// @param ring by which it shows who of them keeps a session with whom; none when all do
    record Members(Set<DeviceId> devices, Optional<Ring> ring) implements SwimEvent {}

    /// A link stands; `dialled` when this side dialled it.
    record Linked(DeviceId device, boolean dialled) implements SwimEvent {}

    /// There is no link any more.
    record Unlinked(DeviceId device) implements SwimEvent {}

    /// Bytes came from it at `at` that were not noticed before.
    record Heard(DeviceId device, Instant at) implements SwimEvent {}

    /// More than signs of life goes over, one way or the other.
    record Worked(DeviceId device) implements SwimEvent {}

    /// A device asks whether this one hears another.
    record Asked(DeviceId by, DeviceId target, long nonce) implements SwimEvent {}

    /// The answer to [SwimEffect.AskFor].
    record Answered(DeviceId by, long nonce, boolean alive) implements SwimEvent {}

    /// What a device tells.
    record Told(DeviceId from, List<Rumour> rumours) implements SwimEvent {}

    /// Time has passed.
    record Tick() implements SwimEvent {}
}
