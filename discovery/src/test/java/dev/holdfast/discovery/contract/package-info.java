/// What every local network promises.
///
/// **Purpose.** The sentences to which each `Lan` is held. In a package of its own, because the
/// module exports the one of the port.
///
/// **May use.** `discovery`, JUnit, AssertJ.
///
/// **Used by.** The tests of the implementations.
///
/// **Start reading at** `DiscoveryContract`.
@NullMarked
package dev.holdfast.discovery.contract;

import org.jspecify.annotations.NullMarked;
