package dev.holdfast.engine.core.placement;

import dev.holdfast.engine.core.membership.DeviceId;

import java.util.Map;

/// How a pool's devices become a layout. A strategy is a pure function: equal arguments give equal
/// layouts on every device, in any order of the map, and in every later version.
public interface PlacementStrategy {

    /// The layout over 2^`partitionBits` partitions that gives each partition `factor` owners, or
    /// as many as there are devices with capacity. Devices without any appear nowhere.
    ///
    /// @throws IllegalArgumentException when the factor, the bits or the number of devices is out
    ///   of its range in [Layout] and [Partition]
    Layout layout(Map<DeviceId, Capacity> capacities, int factor, int partitionBits);
}
