package dev.holdfast.engine.wal;

/// What a journal keeps of its past instead of every record: a *snapshot*, a shorter sequence of
/// records that leads to the same as all records up to its lsn.
///
/// A failure here leaves the journal as it was, and appending goes on.
public interface Snapshots {

    /// How much is kept.
    ///
    /// @param firstLsn of the first record that [Journal#replay] can show, or of the next one
    /// @param snapshotLsn up to where the snapshot goes; 0 when there is none
    /// @param snapshotBytes of the snapshot
    /// @param pastBytes of records that the snapshot has made superfluous
    /// @param aheadBytes of records behind the snapshot that the next one would make superfluous
    record Extent(
            long firstLsn, long snapshotLsn, long snapshotBytes, long pastBytes, long aheadBytes) {

        /// Whether snapshot and records together tell everything.
        public boolean isWhole() {
            return snapshotLsn + 1 >= firstLsn;
        }
    }

    Extent extent();

    /// Writes a snapshot, which counts once all of it is durable and was read back. Others append
    /// meanwhile. What was written before a failure is deleted.
    ///
    /// @throws JournalException `FAILED`, or `DAMAGED` when it did not read back as it was written
    <X extends Exception> void snapshot(Telling<X> telling) throws JournalException, X;

    /// Shows the records of the snapshot, in the order in which they were told, with their lsns.
    ///
    /// @throws JournalException `DAMAGED` also when there is none; what was shown is not all then
    <X extends Exception> void recall(Journal.Visitor<X> visitor) throws JournalException, X;

    /// Deletes records that both `lsn` and the snapshot are past, as far as room is gained by it,
    /// from the first one on, and then earlier snapshots.
    ///
    /// @param lsn up to where nobody will ask for records, even after a power cut
    /// @throws JournalException `FAILED`
    void forget(long lsn) throws JournalException;

    /// Tells the records of a snapshot.
    @FunctionalInterface
    interface Telling<X extends Exception> {

        /// @return the lsn up to which the records stand for all others
        long tell(Journal.Visitor<JournalException> to) throws JournalException, X;
    }
}
