/// Messages to bytes and back, by Protocol Buffers.
///
/// **Purpose.** The one place that knows the schema `wire.proto` and the classes generated from it.
/// The mapping is written by hand, one class a group of messages, with a `switch` that misses
/// nothing.
///
/// **May use.** `core`, and the generated classes.
///
/// **Used by.** `net.mux`.
///
/// **Start reading at** `MessageCodec`.
@NullMarked
package dev.holdfast.engine.net.proto;

import org.jspecify.annotations.NullMarked;
