/// Everything one device may say to another, and the limit of each part of it.
///
/// **Purpose.** A closed set of messages in seven groups. A message that exists keeps its limits,
/// so whoever receives one checks nothing again; and any message that exists fits one control
/// frame. Statements, batches and directory records are opaque here: they travel as their canonical
/// bytes. Bytes of chunks and batches are no messages; they follow some of them, back to back, on
/// the same stream.
///
/// **May use.** `core.hash`, `core.content`, `core.membership`, `core.namespace`, `core.repair`.
///
/// **Used by.** `net`, which carries messages, and the rooms that hold conversations.
///
/// **Start reading at** `Message`, then `TransferMessage`.
@NullMarked
package dev.holdfast.engine.core.wire;

import org.jspecify.annotations.NullMarked;
