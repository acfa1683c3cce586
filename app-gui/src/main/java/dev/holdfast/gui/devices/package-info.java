/// The Devices screen.
///
/// **Purpose.** Who is in the pool, and the invitation of one more.
///
/// **May use.** `dev.holdfast.engine.api`, `work`, `words`, `theme`.
///
/// **Used by.** `GuiMain`.
///
/// **Start reading at** `DevicesViewModel`.
@NullMarked
package dev.holdfast.gui.devices;

import org.jspecify.annotations.NullMarked;
