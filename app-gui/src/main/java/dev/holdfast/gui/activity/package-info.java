/// The Activity screen.
///
/// **Purpose.** What happened to this device and its pool, what waits and for whom, and how fast
/// copies go out.
///
/// **May use.** `dev.holdfast.engine.api`, `work`, `words`, `theme`.
///
/// **Used by.** `GuiMain`.
///
/// **Start reading at** `ActivityViewModel`.
@NullMarked
package dev.holdfast.gui.activity;

import org.jspecify.annotations.NullMarked;
