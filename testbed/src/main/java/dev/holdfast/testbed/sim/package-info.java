/// A pool of whole devices in one thread, from one seed.
///
/// **Purpose.** Turns the engine's own steps and books for many devices at once in virtual time:
/// rosters, names, copies, pledges. Between them lie a network and disks that fail as the seed
/// says, and after every step it is looked at whether what people were told is so. There is no
/// model of the engine here: what decides is what ships.
///
/// **May use.** `engine`: `core`, its memory ports, and the rooms above them that start no thread.
///
/// **Used by.** The stories among the tests, and `SimMain`.
///
/// **Start reading at** `Plan` and `Deed`, then `Run`, `Pool`, `Machine` and `Life`; for a thousand
/// devices in a ring at `RingPool`.
@NullMarked
package dev.holdfast.testbed.sim;

import org.jspecify.annotations.NullMarked;
