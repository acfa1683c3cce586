/// The Files screen.
///
/// **Purpose.** Browses a volume, stores what is dropped or chosen, gets it back, and says where
/// the copies of a file are.
///
/// **May use.** `dev.holdfast.engine.api`, `work`, `words`, `theme`.
///
/// **Used by.** `GuiMain`.
///
/// **Start reading at** `FilesViewModel`, then `Transfer`.
@NullMarked
package dev.holdfast.gui.files;

import org.jspecify.annotations.NullMarked;
