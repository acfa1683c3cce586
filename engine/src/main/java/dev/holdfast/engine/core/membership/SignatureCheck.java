package dev.holdfast.engine.core.membership;

/// Says whether a signature is good. An argument of the pure functions here, because cryptography
/// is not a matter of the core; it must answer alike for like input.
@FunctionalInterface
public interface SignatureCheck {

    /// True when `signature` over `message` was made with the key whose DER SubjectPublicKeyInfo is
    /// `signer`. Bytes that are no key or no signature are simply not good.
    boolean holds(byte[] signer, byte[] message, byte[] signature);
}
