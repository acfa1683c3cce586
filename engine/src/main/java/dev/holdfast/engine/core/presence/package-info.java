/// Under which name a device is seen by its own, and by nobody else.
///
/// **Purpose.** Pseudonyms that those who share a secret can compute and recognize, and that change
/// with time.
///
/// **May use.** `core.hash`, `core.membership`.
///
/// **Used by.** `node`.
///
/// **Start reading at** `Pseudonym`.
@NullMarked
package dev.holdfast.engine.core.presence;

import org.jspecify.annotations.NullMarked;
