/// The local API: what a face can do, every other program of the same person can do too.
///
/// **Purpose.** Serves a `Node` over HTTP/1.1 and JSON on the loopback interface, under `/v1`.
/// Every caller shows the token of the daemon; a caller that goes away cancels what it began.
/// `openapi.json` among the resources is the whole of it, and a test holds it against the code.
///
/// **May use.** `engine.api`, `engine.json`, and the JDK's web server.
///
/// **Used by.** `engine.node`, which opens it in a daemon.
///
/// **Start reading at** `LocalApi`, then `Router`.
@NullMarked
package dev.holdfast.engine.http;

import org.jspecify.annotations.NullMarked;
