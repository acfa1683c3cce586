package dev.holdfast.engine.crypto;

import dev.holdfast.engine.core.membership.DeviceId;

/// What makes this device this device: a P-256 key that signs and speaks TLS, and an X25519 key
/// that boxes are sealed to. The private halves never leave. Safe for many threads.
public interface DeviceKeys {

    /// SHA-256 of [#publicKey].
    DeviceId id();

    /// The DER SubjectPublicKeyInfo of the signing key.
    byte[] publicKey();

    /// ECDSA over SHA-256 of `message`: [Signatures#SIGNATURE_BYTES] bytes, r ‖ s.
    byte[] sign(byte[] message);

    /// Opens what was boxed for this device.
    Boxes.Opener boxes();

    TlsKeys tls();
}
