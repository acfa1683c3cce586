package dev.holdfast.engine.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.engine.core.canonical.Opaque;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceCard;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.crypto.Boxes;
import dev.holdfast.engine.crypto.DeviceKeys;
import dev.holdfast.engine.crypto.Signatures;
import dev.holdfast.engine.crypto.TlsKeys;

import java.util.Arrays;

/// The keys of a person, whose public half is the text "key of ann". Signatures are hashes that
/// anybody here can check.
record ToyKeys(String who) implements DeviceKeys {

    static final Signatures SIGNATURES =
            new Signatures() {
                @Override
                public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
                    return Arrays.equals(signature, signature(publicKey, message));
                }

                @Override
                public DeviceId idOf(byte[] publicKey) {
                    return new DeviceId(Sha256.of(publicKey));
                }
            };

    static byte[] signature(byte[] publicKey, byte[] message) {
        return Sha256.of("only the owner knows this of ".getBytes(UTF_8), publicKey, message)
                .toBytes();
    }

    static byte[] publicKey(String who) {
        return ("key of " + who).getBytes(UTF_8);
    }

    DeviceCard card() {
        var keys = new DeviceCard.Keys(Opaque.of(publicKey()), Sha256.of(publicKey()));
        return new DeviceCard(keys, Opaque.of(who.getBytes(UTF_8)), who.hashCode(), 1L << 30);
    }

    @Override
    public DeviceId id() {
        return SIGNATURES.idOf(publicKey());
    }

    @Override
    public byte[] publicKey() {
        return publicKey(who);
    }

    @Override
    public byte[] sign(byte[] message) {
        return signature(publicKey(), message);
    }

    @Override
    public Boxes.Opener boxes() {
        throw new UnsupportedOperationException();
    }

    @Override
    public TlsKeys tls() {
        throw new UnsupportedOperationException();
    }
}
