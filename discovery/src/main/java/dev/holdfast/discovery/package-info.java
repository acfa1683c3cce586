/// Finds devices on the local network.
///
/// **Purpose.** Tells others on the network where this device is, under tags that mean nothing to
/// strangers, and hears them. What a tag means is not known here.
///
/// **May use.** `java.base` and slf4j; nothing of the engine.
///
/// **Used by.** `dev.holdfast.engine.node`.
///
/// **Start reading at** `Lan`, then `Discovery`.
@NullMarked
package dev.holdfast.discovery;

import org.jspecify.annotations.NullMarked;
