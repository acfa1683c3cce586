package dev.holdfast.engine.core.membership;

import dev.holdfast.engine.core.canonical.Opaque;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;

/// What a device states of itself when it asks to join, and what its admission repeats.
///
/// @param keys its public keys
/// @param sealedName its name under the pool's epoch secret; keepers cannot read it
/// @param site where it stands, as a random number: devices of equal site share a fate
/// @param grant the most storage its capacity may ever count for, in bytes; 0 contributes none
public record DeviceCard(Keys keys, Opaque sealedName, long site, long grant) {

    /// Longest sealed name, in bytes.
    public static final int SEALED_NAME_MAX = 512;

    /// Longest SubjectPublicKeyInfo, in bytes. A P-256 key takes 91.
    public static final int SPKI_MAX = 256;

    public DeviceCard {
        if (sealedName.length() > SEALED_NAME_MAX) {
            throw new IllegalArgumentException(
                    "a sealed name of " + sealedName.length() + " bytes");
        }
        if (grant < 0) {
            throw new IllegalArgumentException("a capacity of " + grant + " bytes");
        }
    }

    /// The device that these keys name.
    public DeviceId id() {
        return keys.id();
    }

    /// A device's public halves.
    ///
    /// @param signing the DER SubjectPublicKeyInfo of the key it signs and speaks TLS with
    /// @param box the X25519 key that boxes for it are made to (RFC 7748)
    public record Keys(Opaque signing, Hash box) {

        public Keys {
            if (signing.isEmpty() || signing.length() > SPKI_MAX) {
                throw new IllegalArgumentException("a key of " + signing.length() + " bytes");
            }
        }

        public DeviceId id() {
            return new DeviceId(Sha256.of(signing.toBytes()));
        }
    }
}
