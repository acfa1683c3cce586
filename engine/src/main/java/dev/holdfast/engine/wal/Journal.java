package dev.holdfast.engine.wal;

/// A sequence of records, numbered from 1 without gaps: the number is the record's *lsn*. Safe for
/// many threads. Every implementation passes `JournalContract`.
public interface Journal extends Snapshots, AutoCloseable {

    /// The most bytes one record may carry.
    int PAYLOAD_MAX = 16 << 20;

    /// The greatest record type.
    int TYPE_MAX = 255;

    /// Puts a record at the end and returns its lsn without waiting for a disk. It is durable after
    /// [#sync] of that lsn or of a later one.
    ///
    /// @throws JournalException `FAILED`
    /// @throws IllegalArgumentException when the type is not in 0..255 or the payload above
    ///   [#PAYLOAD_MAX]
    long append(int type, byte[] payload) throws JournalException;

    /// Returns once every record up to `lsn` would survive a power cut. Many waiters share one
    /// fsync.
    ///
    /// @throws JournalException `FAILED`; nothing may be acknowledged then
    void sync(long lsn) throws JournalException;

    /// Shows every record from `fromLsn` on that was appended before the call, in order.
    ///
    /// @throws IllegalArgumentException when it was forgotten: `fromLsn` is less than that of the
    ///   first record in [#extent]; 0 stands for 1
    /// @throws JournalException `DAMAGED` at the first record that is not what was written; all
    ///   before it were shown
    <X extends Exception> void replay(long fromLsn, Visitor<X> visitor) throws JournalException, X;

    /// The lsn of the last record appended, 0 when there is none.
    long lastLsn();

    /// Syncs and lets go of the files.
    @Override
    void close() throws JournalException;

    /// Sees records in order.
    @FunctionalInterface
    interface Visitor<X extends Exception> {
        void visit(long lsn, int type, byte[] payload) throws X;
    }
}
