/// The Recover screen.
///
/// **Purpose.** A place of the pool as it stood at any time in its history, and bringing it back.
///
/// **May use.** `dev.holdfast.engine.api`, `work`, `words`, `theme`.
///
/// **Used by.** `GuiMain`.
///
/// **Start reading at** `RecoverViewModel`.
@NullMarked
package dev.holdfast.gui.recover;

import org.jspecify.annotations.NullMarked;
