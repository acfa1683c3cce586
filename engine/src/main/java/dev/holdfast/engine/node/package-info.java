/// Puts a device together and starts it.
///
/// **Purpose.** The one place where implementations of ports are named.
///
/// **May use.** Every package of the engine.
///
/// **Used by.** Each face's main class, and tests.
///
/// **Start reading at** `Home`.
@NullMarked
package dev.holdfast.engine.node;

import org.jspecify.annotations.NullMarked;
