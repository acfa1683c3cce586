/// Makes real devices fail where a test wants them to.
///
/// **Purpose.** To end a process at a named step on its disks, as a power cut or a kill would.
///
/// **May use.** `engine.node`.
///
/// **Used by.** Stories, and the processes they start.
///
/// **Start reading at** `Halts`.
@NullMarked
package dev.holdfast.testbed.fault;

import org.jspecify.annotations.NullMarked;
