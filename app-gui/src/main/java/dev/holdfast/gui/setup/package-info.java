/// The first run: a pool is started or joined.
///
/// **Purpose.** Three screens from nothing to a device, with the recovery words shown and checked
/// before anything is made.
///
/// **May use.** `dev.holdfast.engine.api`, `work`, `words`, `theme`.
///
/// **Used by.** `GuiMain`.
///
/// **Start reading at** `SetupViewModel`.
@NullMarked
package dev.holdfast.gui.setup;

import org.jspecify.annotations.NullMarked;
