/// Names between devices: the numbered batches of every writer, until all devices have the same.
///
/// **Purpose.** Writes this device's batches, takes in those of others after checking them, and
/// talks with each peer until neither misses one that the other has. A batch travels as it was
/// signed, from whoever has it, so what one device heard from another reaches a third.
///
/// **May use.** `core`, `ledger`, `crypto`, `net`, `cluster`.
///
/// **Used by.** `files`, which writes names; `upkeep`, which counts who has them; `node`.
///
/// **Start reading at** `Exchange`, then `BatchInbox` and `BatchWriter`.
@NullMarked
package dev.holdfast.engine.exchange;

import org.jspecify.annotations.NullMarked;
