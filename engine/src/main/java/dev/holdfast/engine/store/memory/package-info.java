/// A store that lasts as long as the process.
///
/// **Purpose.** For tests, for simulation, and for a device that contributes no disk. It is
/// stricter than a disk: what was not synced can be lost on command.
///
/// **May use.** `store` and what that may use.
///
/// **Used by.** `node` and tests.
///
/// **Start reading at** `MemoryChunkStore`.
@NullMarked
package dev.holdfast.engine.store.memory;

import org.jspecify.annotations.NullMarked;
