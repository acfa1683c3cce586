/// A disk in the heap that fails as disks do, on command and from a seed.
///
/// **Purpose.** To show what packs and journal keep when power is cut between any two operations,
/// when a block is torn, when an fsync is refused, when there is no room.
///
/// **May use.** `disk`.
///
/// **Used by.** Tests and the simulator.
///
/// **Start reading at** `MemoryDisk`.
@NullMarked
package dev.holdfast.engine.disk.memory;

import org.jspecify.annotations.NullMarked;
