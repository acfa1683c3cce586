/// What waits, waits here.
///
/// **Purpose.** Carries questions away from the window's thread and answers back to it: one call at
/// a time (`Work`), how things stand second by second (`Live`), and the device behind the window,
/// which may end and be started again (`Line`).
///
/// **May use.** `dev.holdfast.engine.api`, `words`, properties of JavaFX; no control, no scene, no
/// stage.
///
/// **Used by.** Every view-model.
///
/// **Start reading at** `Work`, then `Live`.
@NullMarked
package dev.holdfast.gui.work;

import org.jspecify.annotations.NullMarked;
