/// A catalog in one SQLite file.
///
/// **Purpose.** Tables for names, batches, chunks, claims and pledges; the only place that speaks
/// SQL. The file is a view of the journal: it is written without waiting for the disk, and made
/// again when it is damaged.
///
/// **May use.** `catalog`, `core`, `java.sql`.
///
/// **Used by.** `node`, which names it.
///
/// **Start reading at** `Schema`, then `SqliteCatalog`.
@NullMarked
package dev.holdfast.engine.catalog.sqlite;

import org.jspecify.annotations.NullMarked;
