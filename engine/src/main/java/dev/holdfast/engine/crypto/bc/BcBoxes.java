package dev.holdfast.engine.crypto.bc;

import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.crypto.Boxes;
import dev.holdfast.engine.crypto.Chance;
import dev.holdfast.engine.crypto.TamperedException;

import org.bouncycastle.math.ec.rfc7748.X25519;

import java.nio.ByteBuffer;

/// Box = version byte ‖ ephemeral public key ‖ AES-256-GCM of the content. The key is HKDF of the
/// shared secret, named by both public keys and the label; it seals this one box, so the nonce is
/// zero.
public final class BcBoxes implements Boxes {

    private static final byte VERSION = 1;
    private static final byte[] AAD = {VERSION};

    private final Chance chance;

    public BcBoxes(Chance chance) {
        this.chance = chance;
    }

    @Override
    public byte[] seal(Label label, byte[] recipientKey, byte[] plain) {
        if (plain.length > PLAIN_MAX || recipientKey.length != KEY_BYTES) {
            throw new IllegalArgumentException(
                    "no box of %d bytes to a key of %d"
                            .formatted(plain.length, recipientKey.length));
        }
        var ephemeral = new byte[KEY_BYTES];
        chance.fill(ephemeral);
        var shown = publicKey(ephemeral);
        var shared = new byte[KEY_BYTES];
        if (!X25519.calculateAgreement(ephemeral, 0, recipientKey, 0, shared, 0)) {
            throw new IllegalArgumentException("a box key that agrees on nothing");
        }
        var box = new byte[OVERHEAD + plain.length];
        ByteBuffer.wrap(box).put(VERSION).put(shown).put(plain);
        gcm(label, shown, recipientKey, shared).sealInPlace(box, 1 + KEY_BYTES, plain.length);
        return box;
    }

    private static Gcm gcm(Label label, byte[] ephemeral, byte[] recipient, byte[] shared) {
        var context =
                new CanonicalWriter()
                        .raw(ephemeral)
                        .raw(recipient)
                        .hash(label.pool())
                        .hash(label.recipient())
                        .text(label.purpose())
                        .toBytes();
        return Gcm.once(Hkdf.of(shared).key("box", context), AAD);
    }

    private static byte[] publicKey(byte[] secret) {
        var key = new byte[KEY_BYTES];
        X25519.scalarMultBase(secret, 0, key, 0);
        return key;
    }

    /// Opens boxes to one X25519 key.
    static final class SecretKeyOpener implements Opener {

        private final byte[] secret;
        private final byte[] shown;

        SecretKeyOpener(Hash secret) {
            this.secret = secret.toBytes();
            shown = BcBoxes.publicKey(this.secret);
        }

        @Override
        public byte[] publicKey() {
            return shown.clone();
        }

        @Override
        public byte[] open(Label label, byte[] box) throws TamperedException {
            int length = box.length - OVERHEAD;
            if (length < 0 || length > PLAIN_MAX || box[0] != VERSION) {
                throw new TamperedException("no box of this version and length");
            }
            var in = ByteBuffer.wrap(box).position(1);
            var ephemeral = new byte[KEY_BYTES];
            in.get(ephemeral);
            var shared = new byte[KEY_BYTES];
            if (!X25519.calculateAgreement(secret, 0, ephemeral, 0, shared, 0)) {
                throw new TamperedException("a box made with a key that agrees on nothing");
            }
            var plain = new byte[length];
            gcm(label, ephemeral, shown, shared).open(in, plain, 0);
            return plain;
        }
    }
}
