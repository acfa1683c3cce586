/// The main promise, shown on this machine: a file outlives the loss of a device.
///
/// **Purpose.** Starts real devices as processes of their own, stores a file with three copies,
/// kills a holder, reads the file elsewhere, and waits until it has healed; tells each step.
///
/// **May use.** The commands' base, the renderer, the process launcher, and
/// `dev.holdfast.engine.api`. It is a command like any other: what it does, a person could type.
///
/// **Used by.** `TuiMain`, as the command `demo`.
///
/// **Start reading at** `Demo`, then `Stage` and `Spread`.
@NullMarked
package dev.holdfast.tui.demo;

import org.jspecify.annotations.NullMarked;
