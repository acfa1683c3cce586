/// What is generated from the commands themselves, so that it cannot fall behind them.
///
/// **Purpose.** Completion files for bash, zsh and fish, and the manual page.
///
/// **May use.** `dev.holdfast.tui.command` and picocli.
///
/// **Used by.** `TuiMain`; packaging, through the commands.
///
/// **Start reading at** `ManualPage`, then `FishScript`.
@NullMarked
package dev.holdfast.tui.manual;

import org.jspecify.annotations.NullMarked;
