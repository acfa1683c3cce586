/// A few bytes by UDP multicast on every interface.
///
/// **Purpose.** Finds devices within a tenth of a second where multicast reaches, by IPv4 and by
/// IPv6, and follows interfaces that come and go.
///
/// **May use.** `discovery`, `java.net`, `java.nio.channels`, slf4j.
///
/// **Used by.** `dev.holdfast.engine.node`.
///
/// **Start reading at** `BeaconLan`, then `Datagram`.
@NullMarked
package dev.holdfast.discovery.beacon;

import org.jspecify.annotations.NullMarked;
