/// A pool in one thread, from one seed.
///
/// **Purpose.** Turns the engine's own steps for many devices at once in virtual time. Between them
/// lie a network that delays, reorders and loses, and disks that stop with their device; all chance
/// comes from one seed, so that the seed replays a run exactly. There is no model of the engine
/// here: what decides is what ships.
///
/// **May use.** `engine.core`.
///
/// **Used by.** The stories among the tests.
///
/// **Start reading at** `World`, then `SimDevice`.
@NullMarked
package dev.holdfast.testbed.sim;

import org.jspecify.annotations.NullMarked;
