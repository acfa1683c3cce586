/// Under which name a device is seen by its own and by nobody else, and whether it is there twice.
///
/// **Purpose.** Pseudonyms that those who share a secret can compute and recognize, and that change
/// with time; which devices run twice, by how their connections give way to one another.
///
/// **May use.** `core.hash`, `core.membership`.
///
/// **Used by.** `node`, `cluster`.
///
/// **Start reading at** `Pseudonym`, and at `Doubles`.
@NullMarked
package dev.holdfast.engine.core.presence;

import org.jspecify.annotations.NullMarked;
