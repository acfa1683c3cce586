/// What a device knows, arranged so that questions have quick answers.
///
/// **Purpose.** A view of the journal, and never more: it can be thrown away and made again.
/// Records go in, in the journal's order; names, batches, chunks, claims and pledges come out.
///
/// **May use.** `core`.
///
/// **Used by.** The ledger, which applies records; everything that asks.
///
/// **Start reading at** `Catalog`, then `NamesView` and `ChunksView`.
@NullMarked
package dev.holdfast.engine.catalog;

import org.jspecify.annotations.NullMarked;
