package dev.holdfast.testbed.sim;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.engine.core.canonical.Opaque;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceCard;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.crypto.BatchSealer;
import dev.holdfast.engine.crypto.Boxes;
import dev.holdfast.engine.crypto.DeviceKeys;
import dev.holdfast.engine.crypto.Phrase;
import dev.holdfast.engine.crypto.Sealer;
import dev.holdfast.engine.crypto.Secret;
import dev.holdfast.engine.crypto.Signatures;
import dev.holdfast.engine.crypto.TamperedException;
import dev.holdfast.engine.crypto.TlsKeys;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Keys, signatures and seals of hashes: cheap, the same in every run, and as strict as real ones
/// towards who forges nothing. What is sealed is clear; only who has the key is let in.
final class Toy {

    static final Signatures SIGNATURES = new ToySignatures();
    static final BatchSealer SEALER = new ToySealer();
    static final Boxes BOXES = Toy::box;

    /// Opens lists of chunks, of which there are none.
    static final Sealer LISTS = new NoSealer();

    private static final int HASHES = Signatures.SIGNATURE_BYTES / Hash.BYTES;

    private Toy() {}

    static Hash hash(String text) {
        return Sha256.of(text.getBytes(UTF_8));
    }

    private static byte[] sign(byte[] publicKey, byte[] message) {
        var hash = Sha256.of("only the owner knows this of ".getBytes(UTF_8), publicKey, message);
        var signature = ByteBuffer.allocate(Signatures.SIGNATURE_BYTES);
        for (int i = 0; i < HASHES; i++) {
            signature.put(hash.toBytes());
        }
        return signature.array();
    }

    private static byte[] tag(Boxes.Label label, byte[] key) {
        var pool = label.pool().toBytes();
        var recipient = label.recipient().toBytes();
        return Sha256.of(pool, recipient, label.purpose().getBytes(UTF_8), key).toBytes();
    }

    private static byte[] box(Boxes.Label label, byte[] recipientKey, byte[] plain) {
        return ByteBuffer.allocate(Hash.BYTES + plain.length)
                .put(tag(label, recipientKey))
                .put(plain)
                .array();
    }

    /// The keys of a person, whose public half is the text "key of ann".
    record Keys(String who) implements DeviceKeys, Phrase.Keys {

        DeviceCard.Keys publicHalves() {
            return new DeviceCard.Keys(Opaque.of(publicKey()), boxKey());
        }

        private Hash boxKey() {
            return Toy.hash("box of " + who);
        }

        @Override
        public DeviceId id() {
            return SIGNATURES.idOf(publicKey());
        }

        @Override
        public byte[] publicKey() {
            return ("key of " + who).getBytes(UTF_8);
        }

        @Override
        public byte[] sign(byte[] message) {
            return Toy.sign(publicKey(), message);
        }

        @Override
        public Boxes.Opener boxes() {
            return new Opener(boxKey().toBytes());
        }

        @Override
        public TlsKeys tls() {
            throw new UnsupportedOperationException("nothing is encrypted on the way here");
        }

        @Override
        public byte[] rootPublicKey() {
            return publicKey();
        }

        @Override
        public byte[] signAsRoot(byte[] message) {
            return sign(message);
        }

        @Override
        public Boxes.Opener recovery() {
            return boxes();
        }

        @Override
        public Secret dedup() {
            return new Secret(Toy.hash("dedup of " + who));
        }
    }

    private static final class ToySignatures implements Signatures {

        @Override
        public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
            return Arrays.equals(signature, sign(publicKey, message));
        }

        @Override
        public DeviceId idOf(byte[] publicKey) {
            return new DeviceId(Sha256.of(publicKey));
        }
    }

    private static final class Opener implements Boxes.Opener {

        private final byte[] key;

        Opener(byte[] key) {
            this.key = key;
        }

        @Override
        public byte[] publicKey() {
            return key.clone();
        }

        @Override
        public byte[] open(Boxes.Label label, byte[] box) throws TamperedException {
            if (!Arrays.equals(tag(label, key), Arrays.copyOf(box, Hash.BYTES))) {
                throw new TamperedException("a box for somebody else");
            }
            return Arrays.copyOfRange(box, Hash.BYTES, box.length);
        }
    }

    private static final class NoSealer implements Sealer {

        private static UnsupportedOperationException none() {
            return new UnsupportedOperationException("nothing is sealed here but batches");
        }

        @Override
        public Draft draft(ByteBuffer plain, ByteBuffer into) {
            throw none();
        }

        @Override
        public Hash name(Hash leaf) {
            throw none();
        }

        @Override
        public ChunkRef seal(Draft draft) {
            throw none();
        }

        @Override
        public Hash open(ChunkRef ref, ByteBuffer sealed, ByteBuffer into) {
            throw none();
        }

        @Override
        public Hash chunkerKey() {
            throw none();
        }
    }

    private static final class ToySealer implements BatchSealer {

        @Override
        public byte[] seal(Under under, byte[] header, byte[] body) {
            return ByteBuffer.allocate(body.length + OVERHEAD)
                    .put(tag(under, header, body))
                    .put(body)
                    .array();
        }

        @Override
        public byte[] open(Under under, byte[] header, byte[] sealed) throws TamperedException {
            var body = Arrays.copyOfRange(sealed, OVERHEAD, sealed.length);
            if (!Arrays.equals(tag(under, header, body), Arrays.copyOf(sealed, OVERHEAD))) {
                throw new TamperedException("a body sealed under something else");
            }
            return body;
        }

        private static byte[] tag(Under under, byte[] header, byte[] body) {
            var epoch = under.epoch().bits().toBytes();
            var scope = under.scope().toBytes();
            var purpose = under.purpose().name().getBytes(UTF_8);
            return Arrays.copyOf(
                    Sha256.of(epoch, scope, purpose, header, body).toBytes(), OVERHEAD);
        }
    }
}
