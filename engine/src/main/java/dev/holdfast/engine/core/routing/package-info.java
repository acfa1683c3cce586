/// Where things can be found.
///
/// **Purpose.** The records by which the devices of a pool tell each other where they are, in their
/// canonical, signed form.
///
/// **May use.** `core.hash`, `core.canonical`, `core.membership`.
///
/// **Used by.** The links between devices, the directory.
///
/// **Start reading at** `AddressRecord`.
@NullMarked
package dev.holdfast.engine.core.routing;

import org.jspecify.annotations.NullMarked;
