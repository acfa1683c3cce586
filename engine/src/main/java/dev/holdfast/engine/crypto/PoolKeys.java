package dev.holdfast.engine.crypto;

/// What the recovery phrase yields. Exists while a pool is made or recovered; no device keeps it.
public interface PoolKeys {

    /// The DER SubjectPublicKeyInfo of the root Ed25519 key.
    byte[] rootPublicKey();

    /// Signs as the root of the pool: [Signatures#SIGNATURE_BYTES] bytes.
    byte[] signAsRoot(byte[] message);

    /// Opens what was boxed for recovery.
    Boxes.Opener recovery();

    /// The secret that keys chunker and chunks for the life of the pool.
    Secret dedup();
}
