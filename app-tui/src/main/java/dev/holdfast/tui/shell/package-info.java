/// Where a person stays: the prompt with its completion and status line, and the full screen.
///
/// **Purpose.** Reads commands at a prompt and runs them in this process; draws the devices and
/// their copies over the whole screen.
///
/// **May use.** `dev.holdfast.engine.api`, `dev.holdfast.tui.command`, `dev.holdfast.tui.render`,
/// picocli and JLine, which nothing else here names.
///
/// **Used by.** `TuiMain`.
///
/// **Start reading at** `ShellCommand`, then `Completions`, then `TopCommand`.
@NullMarked
package dev.holdfast.tui.shell;

import org.jspecify.annotations.NullMarked;
