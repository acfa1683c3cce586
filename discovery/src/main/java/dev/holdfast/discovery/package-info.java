/// Finds devices on the local network.
///
/// **Purpose.** Announce this device and sight others, over mDNS and a multicast beacon. Empty
/// until devices find each other without an address.
///
/// **May use.** `java.base` and its own libraries; nothing of the engine.
///
/// **Used by.** `dev.holdfast.engine.node`.
///
/// **Start reading at** this page.
@NullMarked
package dev.holdfast.discovery;

import org.jspecify.annotations.NullMarked;
