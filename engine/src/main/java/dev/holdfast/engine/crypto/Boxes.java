package dev.holdfast.engine.crypto;

import dev.holdfast.engine.core.hash.Hash;

/// Seals a few bytes to one recipient: an ephemeral X25519 key, HKDF over the shared secret and the
/// label, AES-256-GCM. Nobody but the recipient opens them, not even who sealed them. Safe for many
/// threads.
@FunctionalInterface
public interface Boxes {

    /// Bytes of an X25519 public key (RFC 7748).
    int KEY_BYTES = 32;

    /// Bytes a box is longer than what is inside: format, ephemeral key, tag.
    int OVERHEAD = 1 + KEY_BYTES + 16;

    /// The most bytes that may be inside.
    int PLAIN_MAX = 128 << 10;

    /// Boxes `plain` for the owner of `recipientKey`.
    ///
    /// @param recipientKey the recipient's box key
    /// @throws IllegalArgumentException if the key is not one that can be agreed with
    byte[] seal(Label label, byte[] recipientKey, byte[] plain);

    /// What a box is for. A box opens only under the label it was made with, so that none can be
    /// shown again in another pool, to another device or for another purpose.
    ///
    /// @param pool the pool id; in the genesis statement itself, whose hash that will be, the hash
    ///   of the root key
    /// @param recipient the device id; for the recovery key, the hash of that key
    /// @param purpose a short word
    record Label(Hash pool, Hash recipient, String purpose) {

        /// Bytes of a purpose.
        public static final int PURPOSE_MAX = 32;

        public Label {
            if (purpose.isEmpty() || purpose.length() > PURPOSE_MAX) {
                throw new IllegalArgumentException("a purpose has 1.." + PURPOSE_MAX + " letters");
            }
        }
    }

    /// The recipient's half.
    interface Opener {

        /// What others seal to: [#KEY_BYTES] bytes.
        byte[] publicKey();

        byte[] open(Label label, byte[] box) throws TamperedException;
    }
}
