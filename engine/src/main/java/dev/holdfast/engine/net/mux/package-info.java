/// Many streams over one ordered link of frames.
///
/// **Purpose.** Everything about a connection that does not depend on what carries it: streams and
/// their numbers, credit, the pace of bulk, admission, closing. The link below only moves frames;
/// the in-memory and the TLS transport share this, so what is tested on one holds on both.
///
/// **May use.** `net`, `net.proto`, `core`.
///
/// **Used by.** `net.memory`, `net.netty`.
///
/// **Start reading at** `Frame`, then `Mux`, then `SendGate` and `ReceiveWindow`.
@NullMarked
package dev.holdfast.engine.net.mux;

import org.jspecify.annotations.NullMarked;
