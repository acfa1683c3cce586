/// Who lives, as far as this device and the others can tell together.
///
/// **Purpose.** Probes devices that fall silent, asks others to probe them too before anything is
/// made of it, and spreads what came of that. So a device that is dead is told from one that is
/// slow, and from one that merely this device cannot reach. Where not all keep sessions with all,
/// says with whom this device does, and who else is here.
///
/// **May use.** `core.membership`, `core.routing`.
///
/// **Used by.** `core.wire`, `cluster`.
///
/// **Start reading at** `Swim`, then `Rumour`; for a ring at `Hearsay`.
@NullMarked
package dev.holdfast.engine.core.liveness;

import org.jspecify.annotations.NullMarked;
