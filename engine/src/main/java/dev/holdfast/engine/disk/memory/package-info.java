/// A disk in the heap that fails as disks do, on command and from a seed.
///
/// **Purpose.** To show what packs and journal keep when power is cut at any operation, when
/// unsynced sectors and names are lost in any order, when reading, writing or an fsync is refused,
/// when there is no room, when a bit rots.
///
/// **May use.** `disk`.
///
/// **Used by.** Tests and the simulator.
///
/// **Start reading at** `MemoryDisk`, then `Loss`.
@NullMarked
package dev.holdfast.engine.disk.memory;

import org.jspecify.annotations.NullMarked;
