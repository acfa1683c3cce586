/// What is owed: copies to make, copies that may go.
///
/// **Purpose.** A chunk should stand on as many devices as its factor says. These rules say how a
/// chunk stands, who pays for a missing copy, where it goes and when; how many copies a writer may
/// count on; and when a device may let a copy go. All are steps: an event and the time go in, the
/// deeds to be done come out.
///
/// **May use.** `core.hash`, `core.canonical`, `core.content`, `core.membership`, `core.namespace`,
/// `core.placement`.
///
/// **Used by.** The upkeep of copies, the store's tags, the simulator.
///
/// **Start reading at** `RepairPlan`, then `Repair`, then `Pledges`.
@NullMarked
package dev.holdfast.engine.core.repair;

import org.jspecify.annotations.NullMarked;
