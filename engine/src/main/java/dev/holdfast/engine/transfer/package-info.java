/// Moves chunks between devices.
///
/// **Purpose.** Gives chunks to a device that shall keep them, fetches chunks from whichever device
/// has them, and answers both. Bytes are checked against the chunk's id wherever they arrive, so a
/// peer that lies is the same case as one that is silent. Memory is bounded for all moves together.
///
/// **May use.** `core`, `buffers`, `store`, `net`, `cluster` (to answer streams), `engine.api`
/// (problems).
///
/// **Used by.** `node`, which joins it to `upkeep` and `files`.
///
/// **Start reading at** `ChunkPusher`, then `ChunkResponder` and `ChunkFetcher`.
@NullMarked
package dev.holdfast.engine.transfer;

import org.jspecify.annotations.NullMarked;
