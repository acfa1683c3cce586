package dev.holdfast.engine.crypto.bc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.crypto.Boxes;
import dev.holdfast.engine.crypto.Phrase;
import dev.holdfast.engine.crypto.Signatures;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

class BcKeysTest {

    private final SeededChance chance = new SeededChance(1);
    private final Signatures signatures = new BcSignatures();
    private final BcDeviceKeys ann = BcDeviceKeys.generate(chance);
    private final BcPoolKeys pool = new BcPoolKeys(new Phrase(new Hash(1, 2, 3, 4)));
    private final byte[] message = {1, 2, 3};

    @Test
    void a_device_is_named_by_the_hash_of_its_key() {
        assertThat(ann.id().hash()).isEqualTo(Sha256.of(ann.publicKey()));
        assertThat(signatures.idOf(ann.publicKey())).isEqualTo(ann.id());
        assertThat(BcDeviceKeys.generate(chance).id()).isNotEqualTo(ann.id());
    }

    @Test
    void both_kinds_of_key_verify_what_they_signed_and_nothing_else() {
        var other = BcDeviceKeys.generate(chance);
        assertVerifies(ann.publicKey(), ann.sign(message), other.publicKey());
        assertVerifies(pool.rootPublicKey(), pool.signAsRoot(message), ann.publicKey());
    }

    private void assertVerifies(byte[] key, byte[] signature, byte[] anotherKey) {
        assertThat(signature).hasSize(Signatures.SIGNATURE_BYTES);
        assertThat(key.length).isLessThanOrEqualTo(Signatures.KEY_BYTES_MAX);
        assertThat(signatures.verify(key, message, signature)).isTrue();
        assertThat(signatures.verify(anotherKey, message, signature)).isFalse();
        assertThat(signatures.verify(key, new byte[] {1, 2, 4}, signature)).isFalse();
        for (int bit = 0; bit < signature.length * 8; bit += 3) {
            var flipped = signature.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(signatures.verify(key, message, flipped)).isFalse();
        }
    }

    @Test
    void bytes_that_are_no_key_or_no_signature_verify_nothing() {
        var signature = ann.sign(message);
        for (int length = 0; length < 200; length++) {
            var key = Arrays.copyOf(ann.publicKey(), length);
            if (length != ann.publicKey().length) {
                assertThat(signatures.verify(key, message, signature)).isFalse();
            }
            assertThat(signatures.verify(ann.publicKey(), message, new byte[length])).isFalse();
        }
        var offTheCurve = ann.publicKey();
        offTheCurve[offTheCurve.length - 1] ^= 1;
        assertThat(signatures.verify(offTheCurve, message, signature)).isFalse();
    }

    @Test
    void a_phrase_always_yields_the_same_keys() {
        var again = new BcPoolKeys(new Phrase(new Hash(1, 2, 3, 4)));
        assertThat(again.rootPublicKey()).isEqualTo(pool.rootPublicKey());
        assertThat(again.recovery().publicKey()).isEqualTo(pool.recovery().publicKey());
        assertThat(again.dedup()).isEqualTo(pool.dedup());
        assertThat(
                        Sha256.of(
                                pool.rootPublicKey(),
                                pool.recovery().publicKey(),
                                pool.dedup().bits().toBytes()))
                .as("phrases on paper must keep working")
                .hasToString("6c9c65cbecc40c13487bfdd4a5adf883f83d39f113fbbb37d8c3d6c78f3f1ab3");
        assertThat(new BcPoolKeys(new Phrase(new Hash(1, 2, 3, 5))).dedup())
                .isNotEqualTo(pool.dedup());
    }

    @Test
    void a_device_and_the_recovery_key_open_their_boxes() throws Exception {
        var boxes = new BcBoxes(chance);
        var label = new Boxes.Label(new Hash(0, 0, 0, 1), ann.id().hash(), "admitted");
        for (var opener : new Boxes.Opener[] {ann.boxes(), pool.recovery()}) {
            assertThat(opener.open(label, boxes.seal(label, opener.publicKey(), message)))
                    .isEqualTo(message);
        }
    }
}
