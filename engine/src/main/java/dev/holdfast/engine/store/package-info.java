/// Keeps sealed chunks by name on this device.
///
/// **Purpose.** One port: append, sync, read with verification, remove, and the index of what is
/// held. Its children decide where the bytes lie.
///
/// **May use.** `core.content`, `core.hash`, `core.repair`.
///
/// **Used by.** The write and read paths, the transfer of chunks, the upkeep of copies, `doctor`.
///
/// **Start reading at** `ChunkStore`.
@NullMarked
package dev.holdfast.engine.store;

import org.jspecify.annotations.NullMarked;
