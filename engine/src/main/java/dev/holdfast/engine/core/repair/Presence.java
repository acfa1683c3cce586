package dev.holdfast.engine.core.repair;

import java.time.Instant;

/// Whether another device of the pool is there.
///
/// @param since when it came or went
public record Presence(boolean online, Instant since) {}
