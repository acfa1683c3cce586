package dev.holdfast.engine.cluster;

import dev.holdfast.engine.core.liveness.Sight;
import dev.holdfast.engine.core.liveness.Swim;
import dev.holdfast.engine.core.liveness.SwimEffect;
import dev.holdfast.engine.core.liveness.SwimEvent;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.wire.SessionMessage;
import dev.holdfast.engine.core.wire.SessionMessage.ProbeFor;
import dev.holdfast.engine.core.wire.SessionMessage.Probed;
import dev.holdfast.engine.core.wire.SessionMessage.Rumours;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Turns [Swim] over the sessions. All methods but the plain question run in the loop.
final class Lookout {

    /// What is made of what the lookout sees.
    interface House {

        /// The session to use with a device.
        Optional<Session> session(DeviceId device);

        /// The session with a device carries nothing.
        void silent(DeviceId device);

        /// A device looks otherwise than before.
        void turned(SwimEffect.Turned turned);
    }

    private final Swim swim;
    private final Pace pace;
    private final House house;
    private final Map<DeviceId, Sight> sights = new ConcurrentHashMap<>();

    Lookout(DeviceId self, Pace pace, House house) {
        this.pace = pace;
        this.house = house;
        var now = pace.clock().instant();
        swim = new Swim(self, pace.health().interval(), Math.max(0, now.getEpochSecond()), now);
    }

    Sight sight(DeviceId device) {
        return sights.getOrDefault(device, Sight.GONE);
    }

    /// The number of this device's own life.
    long life() {
        return swim.life();
    }

    /// These are watched from now on.
    void members(SwimEvent.Members members) {
        sights.keySet().retainAll(members.devices());
        on(members);
    }

    void on(SwimEvent event) {
        for (var effect : swim.on(event, pace.clock().instant(), pace.chance().getAsDouble())) {
            perform(effect);
        }
    }

    /// A device said something about life.
    void hear(DeviceId from, SessionMessage message) {
        switch (message) {
            case ProbeFor(var target, var nonce) -> on(new SwimEvent.Asked(from, target, nonce));
            case Probed(var nonce, var alive) -> on(new SwimEvent.Answered(from, nonce, alive));
            case Rumours(var rumours) -> on(new SwimEvent.Told(from, rumours));
            default -> {}
        }
    }

    private void perform(SwimEffect effect) {
        switch (effect) {
            case SwimEffect.Ask(var device) ->
                    house.session(device).ifPresent(s -> s.ping(pace.clock().instant()));
            case SwimEffect.AskFor(var via, var target, var nonce) -> {
                if (house.session(via).filter(Session::isVersed).isEmpty()) {
                    on(new SwimEvent.Answered(via, nonce, false));
                }
                sendVersed(via, new ProbeFor(target, nonce));
            }
            case SwimEffect.Answer(var to, var nonce, var alive) ->
                    sendVersed(to, new Probed(nonce, alive));
            case SwimEffect.Tell(var to, var rumours) ->
                    house.session(to).ifPresent(s -> s.rumours(rumours));
            case SwimEffect.Relink(var device) -> house.silent(device);
            case SwimEffect.Turned turned -> {
                sights.put(turned.device(), turned.to());
                house.turned(turned);
            }
        }
    }

    private void sendVersed(DeviceId to, SessionMessage message) {
        house.session(to).filter(Session::isVersed).ifPresent(s -> s.send(message));
    }
}
