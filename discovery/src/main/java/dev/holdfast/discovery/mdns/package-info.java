/// Multicast DNS on every interface.
///
/// **Purpose.** Finds devices within seconds where a switch passes the group of mDNS and no other,
/// and follows interfaces that come and go. Bounds what the library may do at the word of
/// strangers.
///
/// **May use.** `discovery`, JmDNS, `java.net`, slf4j.
///
/// **Used by.** `dev.holdfast.engine.node`.
///
/// **Start reading at** `MdnsLan`, then `Label`.
@NullMarked
package dev.holdfast.discovery.mdns;

import org.jspecify.annotations.NullMarked;
