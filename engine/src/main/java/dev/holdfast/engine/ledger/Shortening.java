package dev.holdfast.engine.ledger;

import dev.holdfast.engine.wal.Snapshots.Extent;

/// When a journal is worth a snapshot: when that takes away at least as much as it writes, so that
/// all snapshots together write no more than the records did.
///
/// @param bytesMin what a snapshot must take away at least
public record Shortening(long bytesMin) {

    /// @param spareBytes what may be written before the disk is too full
    public boolean isDue(Extent extent, long spareBytes) {
        long worth = Math.max(bytesMin, extent.snapshotBytes());
        long most = extent.snapshotBytes() + extent.aheadBytes();
        boolean isWorth = extent.aheadBytes() >= worth || !extent.isWhole();
        return isWorth && Math.max(most, bytesMin) <= spareBytes;
    }
}
