/// Shows that what we promise holds.
///
/// **Purpose.** Simulation, real clusters, faults, load and benchmarks; the stories are its tests.
///
/// **May use.** Everything of ours, inside included.
///
/// **Used by.** Nothing.
///
/// **Start reading at** `ArchitectureTest` among the tests.
@NullMarked
package dev.holdfast.testbed;

import org.jspecify.annotations.NullMarked;
