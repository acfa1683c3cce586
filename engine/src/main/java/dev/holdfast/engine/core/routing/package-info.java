/// Where things can be found.
///
/// **Purpose.** The records by which the devices of a pool tell each other where they and what they
/// hold are, in their canonical, signed form. And for pools too large for everybody to be connected
/// with everybody: whom each device keeps sessions with, who keeps which record, and how it is
/// looked up over a few hops.
///
/// **May use.** `core.hash`, `core.canonical`, `core.content`, `core.membership`, `core.namespace`,
/// `core.placement`.
///
/// **Used by.** The links between devices, the directory, those who fetch.
///
/// **Start reading at** `AddressRecord`, `DirectoryRecord`; for the ring at `Ring`, then `Lookup`.
@NullMarked
package dev.holdfast.engine.core.routing;

import org.jspecify.annotations.NullMarked;
