package dev.holdfast.engine.crypto;

import dev.holdfast.engine.core.hash.Hash;

/// Seals bodies whose clear header everybody may read: AES-256-GCM under HKDF(epoch secret, scope,
/// purpose) with a random nonce, the header as associated data. Safe for many threads.
public interface BatchSealer {

    /// The most bytes of a body.
    int BODY_MAX = 1 << 20;

    /// Bytes a sealed body is longer than the body: format, nonce, tag.
    int OVERHEAD = 1 + 12 + 16;

    byte[] seal(Under under, byte[] header, byte[] body);

    byte[] open(Under under, byte[] header, byte[] sealed) throws TamperedException;

    /// What a body is sealed under.
    ///
    /// @param scope the volume id; for what belongs to the roster, the pool id
    record Under(Secret epoch, Hash scope, Purpose purpose) {}

    /// Bodies of one purpose never open as those of another.
    enum Purpose {
        /// Entries of a volume.
        BATCH,
        /// A tree at one moment.
        SNAPSHOT,
        /// Names and sites in statements of the roster.
        STATEMENT
    }
}
