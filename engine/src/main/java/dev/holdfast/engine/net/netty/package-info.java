/// Connections over TCP with mutual TLS 1.3, by Netty and BoringSSL or the JDK's TLS engine.
///
/// **Purpose.** Proves who is at the other end, moves frames between sockets and `net.mux`, and
/// keeps strangers from costing much. Event loops frame, encrypt and hand over; they never wait and
/// decide nothing.
///
/// **May use.** `net`, `net.mux`, `crypto` for the keys, `core`; Netty and `javax.net.ssl`.
///
/// **Used by.** `node`, tests.
///
/// **Start reading at** `NettyTransport`, then `Handshake`, then `NettyLink`.
@NullMarked
package dev.holdfast.engine.net.netty;

import org.jspecify.annotations.NullMarked;
