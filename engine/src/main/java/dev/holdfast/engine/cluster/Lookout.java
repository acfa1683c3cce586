package dev.holdfast.engine.cluster;

import dev.holdfast.engine.core.liveness.Sight;
import dev.holdfast.engine.core.liveness.Swim;
import dev.holdfast.engine.core.liveness.SwimEffect;
import dev.holdfast.engine.core.liveness.SwimEvent;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.wire.SessionMessage;
import dev.holdfast.engine.core.wire.SessionMessage.Ping;
import dev.holdfast.engine.core.wire.SessionMessage.ProbeFor;
import dev.holdfast.engine.core.wire.SessionMessage.Probed;
import dev.holdfast.engine.core.wire.SessionMessage.Rumours;
import dev.holdfast.engine.core.wire.SessionMessage.Versions;

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
                    send(device, new Ping(pace.clock().instant().getEpochSecond()));
            case SwimEffect.AskFor(var via, var target, var nonce) -> {
                if (!isVersed(via)) {
                    on(new SwimEvent.Answered(via, nonce, false));
                }
                sendVersed(via, new ProbeFor(target, nonce));
            }
            case SwimEffect.Answer(var to, var nonce, var alive) ->
                    sendVersed(to, new Probed(nonce, alive));
            case SwimEffect.Tell(var to, var rumours) -> sendVersed(to, new Rumours(rumours));
            case SwimEffect.Relink(var device) -> house.silent(device);
            case SwimEffect.Turned turned -> {
                sights.put(turned.device(), turned.to());
                house.turned(turned);
            }
        }
    }

    private void send(DeviceId to, SessionMessage message) {
        house.session(to).ifPresent(session -> session.send(message));
    }

    private void sendVersed(DeviceId to, SessionMessage message) {
        if (isVersed(to)) {
            send(to, message);
        }
    }

    private boolean isVersed(DeviceId device) {
        return house.session(device).filter(s -> s.version() >= Versions.PROBES).isPresent();
    }
}
