/// How the window looks.
///
/// **Purpose.** Light and dark, the small parts that every screen is put together from, and what is
/// remembered of the window between two runs.
///
/// **May use.** JavaFX, AtlantaFX, Ikonli, and `words`; nothing of the engine but the problems that
/// it shows.
///
/// **Used by.** Every view.
///
/// **Start reading at** `Look`, then `Parts`.
@NullMarked
package dev.holdfast.gui.theme;

import org.jspecify.annotations.NullMarked;
