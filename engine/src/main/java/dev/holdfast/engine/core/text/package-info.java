/// Bytes as text that people copy by hand.
///
/// **Purpose.** One form for everything a person reads from one screen and types into another:
/// names of devices and one-use codes. A mistype is noticed, and its place named, before anything
/// is sent.
///
/// **May use.** `core.canonical` for its exception.
///
/// **Used by.** The names of devices, tickets.
///
/// **Start reading at** `Base32`.
@NullMarked
package dev.holdfast.engine.core.text;

import org.jspecify.annotations.NullMarked;
