/// Decides. Never waits, and never touches a disk, a socket, a clock or a die.
///
/// **Purpose.** The rules of the system as values and pure functions: how a file is cut, where a
/// chunk belongs, who may join, who is alive, what must be repaired, which of two edits came first.
/// Given the same input, the same answer, on every device and in every replay.
///
/// **May use.** The value types of `java.base` and the packages below this one. Time, chance and
/// signatures come in as arguments.
///
/// **Used by.** Every other package of the engine.
///
/// **Start reading at** `content.ChunkRef`, then `namespace`, then `placement`, then `membership`.
@NullMarked
package dev.holdfast.engine.core;

import org.jspecify.annotations.NullMarked;
