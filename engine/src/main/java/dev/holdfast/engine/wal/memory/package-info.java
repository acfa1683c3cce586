/// A journal that lasts as long as the process.
///
/// **Purpose.** For tests and for simulation. It is stricter than a disk: what was not synced can
/// be lost on command.
///
/// **May use.** `wal`.
///
/// **Used by.** `node` and tests.
///
/// **Start reading at** `MemoryJournal`.
@NullMarked
package dev.holdfast.engine.wal.memory;

import org.jspecify.annotations.NullMarked;
