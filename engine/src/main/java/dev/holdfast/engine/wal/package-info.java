/// The write-ahead log: what this device has accepted, in order.
///
/// **Purpose.** One port: append, sync, replay. Whatever must not be forgotten is here before
/// anyone is told that it was accepted; the catalog is only a view of it. A payload is opaque here.
///
/// **May use.** `core.hash`.
///
/// **Used by.** Every path that acknowledges something, and the start of the node, which replays it
/// into the catalog.
///
/// **Start reading at** `Journal`.
@NullMarked
package dev.holdfast.engine.wal;

import org.jspecify.annotations.NullMarked;
