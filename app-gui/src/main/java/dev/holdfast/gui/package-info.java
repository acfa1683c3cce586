/// The desktop face.
///
/// **Purpose.** A window onto the pool: started here, with the daemon behind it when none runs.
/// Each screen is a package with a view-model, which knows no control and is tested without a
/// display, and a view, which draws it.
///
/// **May use.** `dev.holdfast.engine.api` and every package below; its main classes alone also
/// `dev.holdfast.engine.node`.
///
/// **Used by.** People, through its launcher.
///
/// **Start reading at** `GuiMain`, then `shell.ShellViewModel`.
@NullMarked
package dev.holdfast.gui;

import org.jspecify.annotations.NullMarked;
