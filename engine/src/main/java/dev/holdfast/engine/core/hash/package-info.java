/// SHA-256, and the value it yields.
///
/// **Purpose.** The one place in the core that names `MessageDigest`, and the 256-bit value that
/// every identity in the system is made of.
///
/// **May use.** `java.base` only.
///
/// **Used by.** Everything that names bytes by their hash.
///
/// **Start reading at** `Hash`.
@NullMarked
package dev.holdfast.engine.core.hash;

import org.jspecify.annotations.NullMarked;
