package dev.holdfast.engine.core.namespace;

import dev.holdfast.engine.core.hash.Hash;

/// The name of a volume: 256 random bits. The system volume, which lists the others, is named by
/// the pool id.
public record VolumeId(Hash hash) implements Comparable<VolumeId> {

    @Override
    public int compareTo(VolumeId that) {
        return hash.compareTo(that.hash);
    }

    @Override
    public String toString() {
        return hash.toString();
    }
}
