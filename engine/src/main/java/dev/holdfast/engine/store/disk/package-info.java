/// A store in packs: append-only files of many chunks.
///
/// **Purpose.** Chunks at the speed of the disk, and none lost that was acknowledged. A block that
/// holds an acknowledged record is never written again; what a power cut left half done is found
/// when the store is opened and forgotten.
///
/// **May use.** `store` and what that may use, `disk`, slf4j.
///
/// **Used by.** `node` and tests.
///
/// **Start reading at** `DiskChunkStore`, then `PackFormat`.
@NullMarked
package dev.holdfast.engine.store.disk;

import org.jspecify.annotations.NullMarked;
