/// A network inside the process.
///
/// **Purpose.** A transport for tests that need many devices and no sockets, with paths that are
/// cut, delayed and throttled by command. Streams, credit and closing are those of `net.mux`.
///
/// **May use.** `net`, `net.mux`, `core`.
///
/// **Used by.** Tests.
///
/// **Start reading at** `MemoryNetwork`.
@NullMarked
package dev.holdfast.engine.net.memory;

import org.jspecify.annotations.NullMarked;
