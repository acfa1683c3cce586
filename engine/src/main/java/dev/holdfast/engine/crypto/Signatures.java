package dev.holdfast.engine.crypto;

import dev.holdfast.engine.core.membership.DeviceId;

/// Checks signatures, and says whose a key is. Safe for many threads, holds no secret.
public interface Signatures {

    /// Bytes of a signature: r and s of ECDSA, or the one of Ed25519.
    int SIGNATURE_BYTES = 64;

    /// The most bytes of an encoded public key of either kind.
    int KEY_BYTES_MAX = 91;

    /// True when `signature` over `message` was made by the owner of `publicKey`, the DER
    /// SubjectPublicKeyInfo of a P-256 device key or of an Ed25519 root key. False for bytes that
    /// are no such key or no signature: hostile input is an ordinary answer.
    boolean verify(byte[] publicKey, byte[] message, byte[] signature);

    /// The name of the device whose signing key this is. Whether the bytes are a key at all shows
    /// when they verify something.
    DeviceId idOf(byte[] publicKey);
}
