package dev.holdfast.engine.core.membership;

import dev.holdfast.engine.core.hash.Hash;

import java.util.List;
import java.util.Optional;

/// What stands above every statement.
///
/// @param pool the pool; empty only in its genesis, whose own id names it
/// @param signer the device that signs; empty when the root key does
/// @param seen the heads its author had when writing, in ascending order; empty only in a genesis
public record Heading(Optional<PoolId> pool, Optional<DeviceId> signer, List<Hash> seen) {

    /// Most heads that a statement names. An author with more names the first ones.
    public static final int SEEN_MAX = 64;

    /// Above the genesis of a pool, which the root signs.
    public static final Heading GENESIS =
            new Heading(Optional.empty(), Optional.empty(), List.of());

    public Heading {
        seen = List.copyOf(seen);
        if (seen.size() > SEEN_MAX || pool.isEmpty() != seen.isEmpty()) {
            throw new IllegalArgumentException(seen.size() + " heads seen");
        }
        if (pool.isEmpty() && signer.isPresent()) {
            throw new IllegalArgumentException("a genesis that the root did not sign");
        }
        for (int i = 1; i < seen.size(); i++) {
            if (seen.get(i - 1).compareTo(seen.get(i)) >= 0) {
                throw new IllegalArgumentException("heads out of order");
            }
        }
    }
}
