/// The Home screen: how everything stands, at a glance.
///
/// **Purpose.** One sentence of health, the figures behind it, and the devices on their ring with
/// the copies that travel between them.
///
/// **May use.** `dev.holdfast.engine.api`, `work`, `words`, `theme`.
///
/// **Used by.** `GuiMain`; the sentence also by the shell.
///
/// **Start reading at** `Health`, then `HomeViewModel`, then `RingView`.
@NullMarked
package dev.holdfast.gui.home;

import org.jspecify.annotations.NullMarked;
