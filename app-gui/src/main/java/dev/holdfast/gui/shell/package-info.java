/// The window itself.
///
/// **Purpose.** Finds out what there is behind the window and shows the first run or the screens;
/// the way between screens, the line of state at the foot, and the banner when the device does not
/// answer.
///
/// **May use.** `dev.holdfast.engine.api`, `work`, `words`, `theme`.
///
/// **Used by.** `GuiMain`.
///
/// **Start reading at** `ShellViewModel`.
@NullMarked
package dev.holdfast.gui.shell;

import org.jspecify.annotations.NullMarked;
