/// Keeps the promised number of copies.
///
/// **Purpose.** Turns the steps of `core.repair` over the real store, ledger and peers: what a put
/// wrote is pushed to its owners at once, what a lost device held is made good, holders are told of
/// one another, and whoever waits for copies hears of them. Copies that belong on other devices go
/// once those have them and pledged to keep them.
///
/// **May use.** `core`, `store`, `ledger`, `catalog`, `wal`.
///
/// **Used by.** `node`, which joins it to the links and to the way chunks travel.
///
/// **Start reading at** `Upkeep`, then `CopyWaits`, then `Evictions`.
@NullMarked
package dev.holdfast.engine.upkeep;

import org.jspecify.annotations.NullMarked;
