/// The desktop face.
///
/// **Purpose.** A window onto the pool. Empty until the first window is drawn.
///
/// **May use.** `dev.holdfast.engine.api`; its main class alone also `dev.holdfast.engine.node`.
///
/// **Used by.** People, through its launcher.
///
/// **Start reading at** this page.
@NullMarked
package dev.holdfast.gui;

import org.jspecify.annotations.NullMarked;
