/// The Folders screen.
///
/// **Purpose.** The linked folders of this device, how each stands and what to do about it, and the
/// choice between versions of a file.
///
/// **May use.** `dev.holdfast.engine.api`, `work`, `words`, `theme`.
///
/// **Used by.** `GuiMain`.
///
/// **Start reading at** `FoldersViewModel`.
@NullMarked
package dev.holdfast.gui.folders;

import org.jspecify.annotations.NullMarked;
