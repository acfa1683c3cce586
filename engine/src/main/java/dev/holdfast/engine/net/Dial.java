package dev.holdfast.engine.net;

import dev.holdfast.engine.core.membership.DeviceId;

import java.time.Duration;

/// Whom to connect to: where, which device must answer there, what for, and how long to try.
public record Dial(Endpoint to, DeviceId expected, Protocol protocol, Duration patience) {}
