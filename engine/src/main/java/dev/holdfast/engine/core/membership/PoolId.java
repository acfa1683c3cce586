package dev.holdfast.engine.core.membership;

import dev.holdfast.engine.core.hash.Hash;

/// The name of a pool: the hash of its genesis statement.
public record PoolId(Hash hash) implements Comparable<PoolId> {

    @Override
    public int compareTo(PoolId that) {
        return hash.compareTo(that.hash);
    }

    @Override
    public String toString() {
        return hash.toString();
    }
}
