/// The one door through which a device comes to know something.
///
/// **Purpose.** Records are appended to the journal, synced, and then applied to the catalog, in
/// the same order for both; many writers share one fsync and one transaction.
///
/// **May use.** `core.record`, `wal`, `catalog`.
///
/// **Used by.** Every room that accepts something: files, exchange, transfer, cluster, upkeep.
///
/// **Start reading at** `Ledger`.
@NullMarked
package dev.holdfast.engine.ledger;

import org.jspecify.annotations.NullMarked;
