/// Real devices under test: processes with homes of their own on this machine.
///
/// **Purpose.** Puts pools together, runs commands on their devices, kills and restarts them, and
/// waits for what must come true.
///
/// **May use.** Everything of ours; the process launcher of the terminal face.
///
/// **Used by.** The stories.
///
/// **Start reading at** `Cluster`, then `Member`.
@NullMarked
package dev.holdfast.testbed.cluster;

import org.jspecify.annotations.NullMarked;
