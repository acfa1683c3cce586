/// The form in which writings travel: numbered, chained, signed batches.
///
/// **Purpose.** A batch of entries with a clear header that anyone can verify and a sealed body
/// that members can read, and the step that decides what to do with a batch that arrives.
///
/// **May use.** `core.namespace` and below.
///
/// **Used by.** The journal's records, the catalog, the exchange between peers.
///
/// **Start reading at** `Batch`, then `BatchChain`.
@NullMarked
package dev.holdfast.engine.core.batch;

import org.jspecify.annotations.NullMarked;
