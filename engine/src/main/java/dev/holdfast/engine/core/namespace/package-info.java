/// Names: volumes, entries, and how the writings of many devices become one tree.
///
/// **Purpose.** Batches of entries in hash chains, version vectors, and the pure projection from
/// concurrent versions to what a person sees.
///
/// **May use.** `core.hash`, `core.canonical`, `core.content`, `core.membership`.
///
/// **Used by.** The catalog, the exchange of batches, the verbs over files.
///
/// **Start reading at** `Actor`.
@NullMarked
package dev.holdfast.engine.core.namespace;

import org.jspecify.annotations.NullMarked;
