/// Memory for chunks that nobody uses just now.
///
/// **Purpose.** Whatever holds whole chunks in memory borrows here, so that a device keeps what its
/// work takes at one time, and not what each kind of work takes.
///
/// **May use.** `java.base`.
///
/// **Used by.** `files`, `transfer`, `crypto.bc`; `node`, which makes one for a device.
///
/// **Start reading at** `Shelf`.
@NullMarked
package dev.holdfast.engine.buffers;

import org.jspecify.annotations.NullMarked;
