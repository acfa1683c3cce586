/// Connections between devices, and the streams in them.
///
/// **Purpose.** Says what a transport promises: who is at the other end is proved, streams do not
/// wait for each other, whoever reads slowly stops whoever sends, and whatever ends says why.
/// `TransportContract` holds every implementation to it.
///
/// **May use.** `core.wire`, `core.membership`.
///
/// **Used by.** The rooms that hold conversations: `cluster`, `exchange`, `transfer`, `dht`,
/// `upkeep`.
///
/// **Start reading at** `Transport`, then `Stream`.
@NullMarked
package dev.holdfast.engine.net;

import org.jspecify.annotations.NullMarked;
