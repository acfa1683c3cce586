/// The terminal face.
///
/// **Purpose.** One-shot commands, and the daemon that runs in front.
///
/// **May use.** `dev.holdfast.engine.api` and picocli; `TuiMain` alone also
/// `dev.holdfast.engine.node`.
///
/// **Used by.** People, through the `holdfast` launcher, and the testbed.
///
/// **Start reading at** `TuiMain`.
@NullMarked
package dev.holdfast.tui;

import org.jspecify.annotations.NullMarked;
