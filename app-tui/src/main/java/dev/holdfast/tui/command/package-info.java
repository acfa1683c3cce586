/// What a person can say to a device, one class a command.
///
/// **Purpose.** Reads the words of a command line, asks the device, and renders its answer; decides
/// the exit code.
///
/// **May use.** `dev.holdfast.engine.api`, `dev.holdfast.tui.syntax`, `dev.holdfast.tui.words`,
/// `dev.holdfast.tui.render`, picocli and Gson. Homes come in as [Device]s.
///
/// **Used by.** `TuiMain`, and the demo, which is a command too.
///
/// **Start reading at** `Holdfast`, then `Action`, then `Put`.
@NullMarked
package dev.holdfast.tui.command;

import org.jspecify.annotations.NullMarked;
