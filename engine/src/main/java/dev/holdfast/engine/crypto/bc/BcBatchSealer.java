package dev.holdfast.engine.crypto.bc;

import dev.holdfast.engine.crypto.BatchSealer;
import dev.holdfast.engine.crypto.Chance;
import dev.holdfast.engine.crypto.TamperedException;

import java.nio.ByteBuffer;

/// Sealed = version byte ‖ nonce ‖ AES-256-GCM of the body; version and header authenticated.
public final class BcBatchSealer implements BatchSealer {

    private static final byte VERSION = 1;

    private final Chance chance;

    public BcBatchSealer(Chance chance) {
        this.chance = chance;
    }

    @Override
    public byte[] seal(Under under, byte[] header, byte[] body) {
        if (body.length > BODY_MAX) {
            throw new IllegalArgumentException("a body of " + body.length + " bytes");
        }
        var nonce = new byte[Gcm.NONCE_BYTES];
        chance.fill(nonce);
        var sealed = new byte[OVERHEAD + body.length];
        ByteBuffer.wrap(sealed).put(VERSION).put(nonce).put(body);
        gcm(under, nonce, header).sealInPlace(sealed, 1 + Gcm.NONCE_BYTES, body.length);
        return sealed;
    }

    @Override
    public byte[] open(Under under, byte[] header, byte[] sealed) throws TamperedException {
        int length = sealed.length - OVERHEAD;
        if (length < 0 || length > BODY_MAX || sealed[0] != VERSION) {
            throw new TamperedException("no sealed body of this version and length");
        }
        var in = ByteBuffer.wrap(sealed).position(1);
        var nonce = new byte[Gcm.NONCE_BYTES];
        in.get(nonce);
        var body = new byte[length];
        gcm(under, nonce, header).open(in, body, 0);
        return body;
    }

    private static Gcm gcm(Under under, byte[] nonce, byte[] header) {
        var key =
                Hkdf.of(under.epoch().bits()).key(label(under.purpose()), under.scope().toBytes());
        var aad = ByteBuffer.allocate(1 + header.length).put(VERSION).put(header).array();
        return new Gcm(key, nonce, aad);
    }

    private static String label(Purpose purpose) {
        return switch (purpose) {
            case BATCH -> "batch";
            case SNAPSHOT -> "snapshot";
            case STATEMENT -> "statement";
        };
    }
}
