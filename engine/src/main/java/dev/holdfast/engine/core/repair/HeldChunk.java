package dev.holdfast.engine.core.repair;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;

import java.util.List;
import java.util.stream.Stream;

/// A chunk that this device holds, and what it knows of the other copies.
///
/// @param length of the sealed bytes
/// @param factor the greatest number of copies anyone asked for
/// @param holders the other devices that confirmed a durable copy, ascending
public record HeldChunk(ChunkId id, int length, int factor, List<DeviceId> holders) {

    public HeldChunk {
        if (length < 1) {
            throw new IllegalArgumentException("a sealed chunk of " + length + " bytes");
        }
        if (factor < 1) {
            throw new IllegalArgumentException("a factor of " + factor);
        }
        holders = holders.isEmpty() ? List.of() : holders.stream().sorted().distinct().toList();
    }

    /// The same chunk with one more copy.
    HeldChunk with(DeviceId holder) {
        return new HeldChunk(
                id, length, factor, Stream.concat(holders.stream(), Stream.of(holder)).toList());
    }

    /// The same chunk with one copy less.
    HeldChunk without(DeviceId holder) {
        return new HeldChunk(
                id, length, factor, holders.stream().filter(d -> !d.equals(holder)).toList());
    }
}
