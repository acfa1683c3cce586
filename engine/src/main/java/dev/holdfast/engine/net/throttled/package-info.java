/// Bad paths on purpose.
///
/// **Purpose.** A transport around another one that carries every connection it dials through a
/// relay on this machine, which delays, throttles or holds the bytes as they are, encrypted and
/// all; and that cuts connections by peer. Handshakes, credit and receipts feel it as they would a
/// far network, so what is measured through it says what a far network would.
///
/// **May use.** `net`, `core`; sockets.
///
/// **Used by.** `node`, when a test or a demonstration asks for it; tests.
///
/// **Start reading at** `ThrottledTransport`.
@NullMarked
package dev.holdfast.engine.net.throttled;

import org.jspecify.annotations.NullMarked;
