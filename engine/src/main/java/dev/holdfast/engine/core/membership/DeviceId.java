package dev.holdfast.engine.core.membership;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.text.Base32;

/// The name of a device: the SHA-256 of the DER SubjectPublicKeyInfo of its signing key.
public record DeviceId(Hash hash) implements Comparable<DeviceId> {

    @Override
    public int compareTo(DeviceId that) {
        return hash.compareTo(that.hash);
    }

    /// The name as people see and type it: eight groups of letters, each checked.
    public String text() {
        return Base32.encode(hash.toBytes());
    }

    /// Reads what [#text] wrote.
    ///
    /// @throws MalformedException saying which group is mistyped
    public static DeviceId parse(String text) throws MalformedException {
        var bytes = Base32.decode(text, Hash.BYTES);
        if (bytes.length != Hash.BYTES) {
            throw new MalformedException("the end is missing");
        }
        return new DeviceId(Hash.of(bytes));
    }

    @Override
    public String toString() {
        return hash.toString();
    }
}
