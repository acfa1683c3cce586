/// Files of whole blocks: the little that packs and journal ask of a disk.
///
/// **Purpose.** One seam between formats and the operating system, so that the formats can be
/// tested on a disk that loses power, tears blocks and refuses an fsync, from a seed. `real` is the
/// operating system's, `memory` the one for tests and simulation.
///
/// **May use.** `java.base` only.
///
/// **Used by.** `store.disk`, `wal.disk`; its buffers and [Zeros] by `folder` and `files`.
///
/// **Start reading at** `Disk`, then `BlockWriter`.
@NullMarked
package dev.holdfast.engine.disk;

import org.jspecify.annotations.NullMarked;
