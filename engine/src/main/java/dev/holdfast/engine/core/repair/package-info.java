/// What is owed: copies to make, copies that may go.
///
/// **Purpose.** Plans over health and placement that say which chunk goes where, and why a holder
/// keeps it.
///
/// **May use.** `core.hash`, `core.canonical`, `core.content`, `core.membership`, `core.namespace`,
/// `core.placement`.
///
/// **Used by.** The upkeep of copies, the store's tags, the simulator.
///
/// **Start reading at** `Stamp`.
@NullMarked
package dev.holdfast.engine.core.repair;

import org.jspecify.annotations.NullMarked;
