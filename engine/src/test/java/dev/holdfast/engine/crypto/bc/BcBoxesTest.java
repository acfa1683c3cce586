package dev.holdfast.engine.crypto.bc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.crypto.Boxes;
import dev.holdfast.engine.crypto.TamperedException;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

class BcBoxesTest {

    private static final Hash POOL = new Hash(1, 1, 1, 1);
    private static final Hash ANN = new Hash(2, 2, 2, 2);
    private static final Boxes.Label LABEL = new Boxes.Label(POOL, ANN, "admitted");

    private final Boxes boxes = new BcBoxes(new SeededChance(1));
    private final Boxes.Opener ann = new BcBoxes.SecretKeyOpener(new SeededChance(2).bits256());
    private final Boxes.Opener bob = new BcBoxes.SecretKeyOpener(new SeededChance(3).bits256());

    @Test
    void the_recipient_opens_what_was_sealed() throws Exception {
        for (int length : new int[] {0, 1, 64, Boxes.PLAIN_MAX}) {
            var box = boxes.seal(LABEL, ann.publicKey(), new byte[length]);
            assertThat(box).hasSize(length + Boxes.OVERHEAD);
            assertThat(ann.open(LABEL, box)).isEqualTo(new byte[length]);
        }
    }

    @Test
    void nobody_else_opens_it() {
        var box = boxes.seal(LABEL, ann.publicKey(), new byte[64]);
        assertThatThrownBy(() -> bob.open(LABEL, box)).isInstanceOf(TamperedException.class);
    }

    @Test
    void it_opens_in_no_other_pool_for_no_other_device_or_purpose() {
        var box = boxes.seal(LABEL, ann.publicKey(), new byte[64]);
        for (var other :
                new Boxes.Label[] {
                    new Boxes.Label(ANN, ANN, "admitted"),
                    new Boxes.Label(POOL, POOL, "admitted"),
                    new Boxes.Label(POOL, ANN, "rotated")
                }) {
            assertThatThrownBy(() -> ann.open(other, box)).isInstanceOf(TamperedException.class);
        }
    }

    @Test
    void no_two_boxes_are_alike() {
        assertThat(boxes.seal(LABEL, ann.publicKey(), new byte[64]))
                .isNotEqualTo(boxes.seal(LABEL, ann.publicKey(), new byte[64]));
    }

    @Test
    void every_flipped_bit_and_every_cut_is_refused() {
        var box = boxes.seal(LABEL, ann.publicKey(), new byte[40]);
        for (int bit = 0; bit < box.length * 8; bit++) {
            var flipped = box.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> ann.open(LABEL, flipped))
                    .as("bit %d", bit)
                    .isInstanceOf(TamperedException.class);
        }
        for (int length = 0; length < box.length; length++) {
            var cut = Arrays.copyOf(box, length);
            assertThatThrownBy(() -> ann.open(LABEL, cut)).isInstanceOf(TamperedException.class);
        }
    }

    @Test
    void keys_that_agree_on_nothing_are_refused() {
        assertThatThrownBy(() -> boxes.seal(LABEL, new byte[32], new byte[1]))
                .isInstanceOf(IllegalArgumentException.class);
        var forged = boxes.seal(LABEL, ann.publicKey(), new byte[40]);
        Arrays.fill(forged, 1, 33, (byte) 0);
        assertThatThrownBy(() -> ann.open(LABEL, forged)).isInstanceOf(TamperedException.class);
        assertThatThrownBy(() -> boxes.seal(LABEL, new byte[31], new byte[1]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
