/// A node in another process on this machine.
///
/// **Purpose.** Speaks the local API to a daemon, light enough for a command that lives for a
/// moment: one connection a call, no library but the one for JSON.
///
/// **May use.** `engine.api`, `engine.json`, and sockets.
///
/// **Used by.** `engine.node`, for a home on which a daemon runs.
///
/// **Start reading at** `RemoteNode`.
@NullMarked
package dev.holdfast.engine.remote;

import org.jspecify.annotations.NullMarked;
