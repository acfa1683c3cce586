/// A node in another process of the same person on this machine.
///
/// **Purpose.** While a daemon holds a home, a one-shot command speaks to it here: over loopback,
/// with a token that only the person's own processes can read, one connection a command.
///
/// **May use.** `engine.api`, sockets, and the JSON library.
///
/// **Used by.** `engine.node`, which opens the server in a daemon and the client in a command.
///
/// **Start reading at** `RemoteNode`, then `LocalServer`.
@NullMarked
package dev.holdfast.engine.remote;

import org.jspecify.annotations.NullMarked;
