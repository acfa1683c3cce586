package dev.holdfast.engine.core.membership;

import dev.holdfast.engine.core.hash.Hash;

/// The name of a device: the SHA-256 of the DER SubjectPublicKeyInfo of its signing key.
public record DeviceId(Hash hash) implements Comparable<DeviceId> {

    @Override
    public int compareTo(DeviceId that) {
        return hash.compareTo(that.hash);
    }

    @Override
    public String toString() {
        return hash.toString();
    }
}
