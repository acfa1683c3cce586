/// A journal in segments: append-only files of frames.
///
/// **Purpose.** The order of what was accepted, at one fsync for many. A block that holds an
/// acknowledged frame is never written again, and each frame says how far the journal was durable
/// when it was written: so a torn tail, which may be cut, is told from damage, which may not.
///
/// **May use.** `wal`, `disk`, slf4j.
///
/// **Used by.** `node` and tests.
///
/// **Start reading at** `DiskJournal`, then `Frame`, then `Recovery`.
@NullMarked
package dev.holdfast.engine.wal.disk;

import org.jspecify.annotations.NullMarked;
