/// The links between the devices of a pool.
///
/// **Purpose.** Turns the pure steps of `core.membership` over `net`: dials and takes connections,
/// lets in who belongs to the pool and nobody else, keeps one connection for each pair, exchanges
/// the statements of the roster, watches who is there, and hands the streams of admitted peers to
/// the rooms that answer them.
///
/// **May use.** `api` (problems), `core`, `net`, `crypto`.
///
/// **Used by.** `exchange`, `transfer`, `dht`, `upkeep`, `admission`, `node`.
///
/// **Start reading at** `Cluster`, then `ClusterEvent`.
@NullMarked
package dev.holdfast.engine.cluster;

import org.jspecify.annotations.NullMarked;
