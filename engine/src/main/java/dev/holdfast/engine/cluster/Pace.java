package dev.holdfast.engine.cluster;

import dev.holdfast.engine.core.membership.Health;
import dev.holdfast.engine.core.routing.Topology;

import java.time.InstantSource;
import java.util.function.DoubleSupplier;

/// Time and chance, as the links need them, and the shape they are to have.
///
/// @param clock a clock that never jumps; its differences count, and its milliseconds number the
///   revisions of this device's addresses
/// @param chance numbers drawn from [0, 1), which spread attempts to dial
/// @param health when a silent device counts as what
/// @param topology with whom sessions stand
public record Pace(
        InstantSource clock, DoubleSupplier chance, Health.Settings health, Topology topology) {}
