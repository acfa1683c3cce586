package dev.holdfast.engine.catalog;

import dev.holdfast.engine.core.record.JournalRecord;

import java.util.List;

/// The view of the journal. One thread at a time applies; any number read meanwhile, and each
/// answer is of one moment. Every implementation passes `CatalogContract`.
///
/// All methods here and of the views throw [CatalogException] when the catalog cannot be read or
/// written.
public interface Catalog extends Whole, AutoCloseable {

    /// A record with its place in the journal.
    record Applied(long lsn, JournalRecord record) {}

    /// Takes in the records, which follow those applied before, all of them or none, and shows them
    /// to readers. Records up to [#appliedLsn] are passed over. Batches that could not be opened
    /// before and can be now are opened, also when `records` is empty.
    void apply(List<Applied> records);

    /// The lsn of the last record taken in; 0 of an empty catalog.
    long appliedLsn();

    Views views();

    /// Makes durable what was applied; a question that takes long may be in the way.
    ///
    /// @return the lsn up to which what was applied would survive a power cut
    long checkpoint();

    @Override
    void close();
}
