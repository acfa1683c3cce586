/// What a face says and hears when somebody comes back with the recovery words.
///
/// **Purpose.** Values alone: what was found of the pool, which of it is lost, and what was done.
///
/// **May use.** `api`.
///
/// **Used by.** The faces and `node`.
///
/// **Start reading at** `Found`.
@NullMarked
package dev.holdfast.engine.api.recovery;

import org.jspecify.annotations.NullMarked;
