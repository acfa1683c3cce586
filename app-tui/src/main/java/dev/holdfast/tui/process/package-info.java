/// Real devices as processes of their own.
///
/// **Purpose.** Starts Holdfast again in separate processes, each with its own home, waits for what
/// they print or for their end, and ends them, gently or by SIGKILL. Waits for states and never for
/// a guessed while; every wait has an end that tells the last state.
///
/// **May use.** `java.base`.
///
/// **Used by.** The demo, and the testbed's clusters.
///
/// **Start reading at** `Launcher`, then `Running`.
@NullMarked
package dev.holdfast.tui.process;

import org.jspecify.annotations.NullMarked;
