/// Where chunks belong: the layout of a pool, computed alike by every device.
///
/// **Purpose.** The ring of chunk ids is cut into partitions, and each partition has an order of
/// preference over the devices. The first so many own its chunks; when one is lost the next stands
/// in. The layout is a pure function of the devices' capacities and the factor, so there is nothing
/// to agree on and nobody to lead.
///
/// **May use.** `core.hash`, `core.content`, `core.membership`.
///
/// **Used by.** `core.repair`, the upkeep of copies, the search for holders, the simulator.
///
/// **Start reading at** `PlacementStrategy`, then `Layout`, then `CalibratedRendezvous`.
@NullMarked
package dev.holdfast.engine.core.placement;

import org.jspecify.annotations.NullMarked;
