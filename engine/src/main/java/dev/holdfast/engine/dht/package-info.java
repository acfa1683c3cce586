/// Finds what other devices hold.
///
/// **Purpose.** The layout says where a chunk belongs, so it is the directory; records of the
/// devices say where it is besides. Both are looked up here without asking anyone. Only when that
/// leads nowhere are all reachable devices asked, once: a lookup is one hop. A herald tells the
/// others what this device holds off its place and how far it has written.
///
/// **May use.** `core`, `net`, `cluster`, `store`, `ledger`, `catalog`.
///
/// **Used by.** `transfer`, `files`, `node`.
///
/// **Start reading at** `Directory`, then `Herald`.
@NullMarked
package dev.holdfast.engine.dht;

import org.jspecify.annotations.NullMarked;
