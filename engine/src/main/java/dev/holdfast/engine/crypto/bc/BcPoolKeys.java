package dev.holdfast.engine.crypto.bc;

import dev.holdfast.engine.crypto.Boxes;
import dev.holdfast.engine.crypto.Phrase;
import dev.holdfast.engine.crypto.Secret;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// The keys that a recovery phrase yields, each by HKDF of its 256 bits.
public final class BcPoolKeys implements Phrase.Keys {

    private final byte[] root;
    private final byte[] rootPublicKey;
    private final Boxes.Opener recovery;
    private final Secret dedup;

    public BcPoolKeys(Phrase phrase) {
        var keys = Hkdf.of(phrase.bits());
        root = keys.key("root").toBytes();
        var raw = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(root, 0, raw, 0);
        rootPublicKey = Spki.ed25519(raw);
        recovery = new BcBoxes.SecretKeyOpener(keys.key("recovery"));
        dedup = new Secret(keys.key("dedup"));
    }

    @Override
    public byte[] rootPublicKey() {
        return rootPublicKey.clone();
    }

    @Override
    public byte[] signAsRoot(byte[] message) {
        var signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(root, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    @Override
    public Boxes.Opener recovery() {
        return recovery;
    }

    @Override
    public Secret dedup() {
        return dedup;
    }
}
