/// The one hand-written byte form of everything that is hashed, signed, sealed or journaled.
///
/// **Purpose.** Statements, batches, manifests and journal payloads have exactly one encoding, so
/// that a hash or a signature over it means the same on every device. Such bytes travel as they are
/// and are verified as received, never encoded again.
///
/// **May use.** `java.base` and `core.hash`.
///
/// **Used by.** Every package that defines such a form.
///
/// **Start reading at** `CanonicalWriter`, then `CanonicalReader`.
@NullMarked
package dev.holdfast.engine.core.canonical;

import org.jspecify.annotations.NullMarked;
