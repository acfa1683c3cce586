/// The terminal face.
///
/// **Purpose.** Puts the commands together with the machine they run on and the engine they ask.
///
/// **May use.** `dev.holdfast.engine.api`, `dev.holdfast.engine.node` and the packages below, which
/// know neither the engine's inside nor this package.
///
/// **Used by.** People, through the `holdfast` launcher, and the testbed.
///
/// **Start reading at** `TuiMain`.
@NullMarked
package dev.holdfast.tui;

import org.jspecify.annotations.NullMarked;
