package dev.holdfast.engine.net;

import dev.holdfast.engine.core.membership.DeviceId;

import java.time.Duration;
import java.util.Optional;

/// Whom to connect to: where, which device must answer there, what for, and how long to try.
///
/// @param expected empty when it does not matter who answers; the connection says who did, and
///   whoever dials so must not trust it yet
public record Dial(Endpoint to, Optional<DeviceId> expected, Protocol protocol, Duration patience) {

    public Dial(Endpoint to, DeviceId expected, Protocol protocol, Duration patience) {
        this(to, Optional.of(expected), protocol, patience);
    }

    public boolean isWelcome(DeviceId answering) {
        return expected.isEmpty() || expected.get().equals(answering);
    }

    /// Whom it is for, in words of a log.
    public String whom() {
        return expected.map(DeviceId::toString).orElse("a device");
    }
}
