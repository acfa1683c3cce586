/// Gives back the room of what was deleted or replaced.
///
/// **Purpose.** Turns `core.collect` over everything that a device holds: it reads all batches and
/// lists of chunks, says what others wait for, notes how far this device was and when, and finds
/// the chunks that nobody has needed for long. A keeper, which reads no names, asks those who do.
///
/// **May use.** `core`, `store`, `ledger`, `catalog`, `wal`, `crypto`, `exchange`, `upkeep`, `dht`
/// and `cluster` for questions between devices, `api` for what came of it.
///
/// **Used by.** `node`, which looks once in a while and deletes through `upkeep`.
///
/// **Start reading at** `Discarding`, then `Survey`, then `Saying` and `Consent`.
@NullMarked
package dev.holdfast.engine.collecting;

import org.jspecify.annotations.NullMarked;
