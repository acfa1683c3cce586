/// Comes back with the recovery words when devices are lost.
///
/// **Purpose.** Both sides of it: how somebody shows a device of the pool that they have the words,
/// without sending them or anything that they yield but one signature; what they are then given to
/// read; and what the root states so that they are in and others are out.
///
/// **May use.** `core`, `crypto`, `net`, `cluster`, `api` for problems.
///
/// **Used by.** `node`.
///
/// **Start reading at** `Seeker`, then `Attendant`.
@NullMarked
package dev.holdfast.engine.recovery;

import org.jspecify.annotations.NullMarked;
