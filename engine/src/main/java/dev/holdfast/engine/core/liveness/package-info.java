/// Who lives, as far as this device and the others can tell together.
///
/// **Purpose.** Probes devices that fall silent, asks others to probe them too before anything is
/// made of it, and spreads what came of that. So a device that is dead is told from one that is
/// slow, and from one that merely this device cannot reach.
///
/// **May use.** `core.membership`.
///
/// **Used by.** `core.wire`, `cluster`.
///
/// **Start reading at** `Swim`, then `Rumour`.
@NullMarked
package dev.holdfast.engine.core.liveness;

import org.jspecify.annotations.NullMarked;
