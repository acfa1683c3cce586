/// What a face of Holdfast may know: values and one interface.
///
/// **Purpose.** The words in which a person's wish reaches the engine and its answer comes back.
///
/// **May use.** `java.base`, and nothing of ours.
///
/// **Used by.** Every face, the local API and its client, and every package of the engine that
/// reports a problem.
///
/// **Start reading at** `Node`, then `Command`, then `Outcome`.
@NullMarked
package dev.holdfast.engine.api;

import org.jspecify.annotations.NullMarked;
