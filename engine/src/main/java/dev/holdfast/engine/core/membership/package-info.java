/// Who belongs to the pool, and who is there.
///
/// **Purpose.** Devices and their names, the signed statements that admit and remove them, and what
/// is known of their health.
///
/// **May use.** `core.hash`, `core.canonical` and `core.text`.
///
/// **Used by.** Placement, the links between devices, joining.
///
/// **Start reading at** `Statement`, then `Roster`, then `Judgement`.
@NullMarked
package dev.holdfast.engine.core.membership;

import org.jspecify.annotations.NullMarked;
