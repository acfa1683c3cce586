package dev.holdfast.engine.core.liveness;

import dev.holdfast.engine.core.membership.DeviceId;

import java.util.List;

/// What a [Swim] wants done. Whom it names as an addressee is linked.
public sealed interface SwimEffect {

    /// Ask a device for a sign of life.
    record Ask(DeviceId device) implements SwimEffect {}

    /// Ask a device to ask another; its answer is a [SwimEvent.Answered] with this nonce.
    record AskFor(DeviceId via, DeviceId target, long nonce) implements SwimEffect {}

    /// Answer a device that [SwimEvent.Asked].
    record Answer(DeviceId to, long nonce, boolean alive) implements SwimEffect {}

    record Tell(DeviceId to, List<Rumour> rumours) implements SwimEffect {}

    /// The link to it carries nothing, though it lives: try another one.
    record Relink(DeviceId device) implements SwimEffect {}

    /// A device looks otherwise than before.
    record Turned(DeviceId device, Sight from, Sight to) implements SwimEffect {}
}
