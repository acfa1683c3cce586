package dev.holdfast.engine.catalog;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.repair.Stamp;

import java.util.List;
import java.util.Set;

/// What a device knows of one chunk.
///
/// @param factor the greatest number of copies anybody asked for; 0 when nobody asked this device
/// @param held true when this device holds it durably
/// @param holders other devices that confirmed to hold it
/// @param stamps why this device keeps it: of each writer in each volume the first and the latest
///   claim since it is held
public record ChunkFacts(
        ChunkId id, int factor, boolean held, Set<DeviceId> holders, List<Stamp> stamps) {

    public ChunkFacts {
        holders = Set.copyOf(holders);
        stamps = List.copyOf(stamps);
    }

    /// Durable copies known of, this device's included.
    public int copies() {
        return holders.size() + (held ? 1 : 0);
    }
}
