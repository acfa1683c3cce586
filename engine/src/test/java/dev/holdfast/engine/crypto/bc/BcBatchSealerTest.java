package dev.holdfast.engine.crypto.bc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.crypto.BatchSealer;
import dev.holdfast.engine.crypto.BatchSealer.Purpose;
import dev.holdfast.engine.crypto.BatchSealer.Under;
import dev.holdfast.engine.crypto.Secret;
import dev.holdfast.engine.crypto.TamperedException;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

class BcBatchSealerTest {

    private static final Secret EPOCH = new Secret(new Hash(1, 2, 3, 4));
    private static final Hash VOLUME = new Hash(5, 6, 7, 8);
    private static final Under UNDER = new Under(EPOCH, VOLUME, Purpose.BATCH);
    private static final byte[] HEADER = {1, 2, 3};

    private final BatchSealer sealer = new BcBatchSealer(new SeededChance(1));

    @Test
    void gives_back_what_it_sealed() throws Exception {
        for (int length : new int[] {0, 1, 1000, BatchSealer.BODY_MAX}) {
            var sealed = sealer.seal(UNDER, HEADER, new byte[length]);
            assertThat(sealed).hasSize(length + BatchSealer.OVERHEAD);
            assertThat(sealer.open(UNDER, HEADER, sealed)).isEqualTo(new byte[length]);
        }
    }

    @Test
    void opens_under_nothing_but_its_epoch_volume_purpose_and_header() {
        var sealed = sealer.seal(UNDER, HEADER, new byte[100]);
        for (var other :
                List.of(
                        new Under(new Secret(VOLUME), VOLUME, Purpose.BATCH),
                        new Under(EPOCH, EPOCH.bits(), Purpose.BATCH),
                        new Under(EPOCH, VOLUME, Purpose.SNAPSHOT),
                        new Under(EPOCH, VOLUME, Purpose.STATEMENT))) {
            assertThatThrownBy(() -> sealer.open(other, HEADER, sealed))
                    .isInstanceOf(TamperedException.class);
        }
        assertThatThrownBy(() -> sealer.open(UNDER, new byte[] {1, 2, 4}, sealed))
                .isInstanceOf(TamperedException.class);
    }

    @Test
    void refuses_every_flipped_bit_and_every_cut() {
        var sealed = sealer.seal(UNDER, HEADER, new byte[60]);
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            var flipped = sealed.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> sealer.open(UNDER, HEADER, flipped))
                    .isInstanceOf(TamperedException.class);
        }
        for (int length = 0; length < sealed.length; length++) {
            var cut = Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> sealer.open(UNDER, HEADER, cut))
                    .isInstanceOf(TamperedException.class);
        }
    }

    @Test
    void equal_bodies_do_not_look_alike() {
        assertThat(sealer.seal(UNDER, HEADER, new byte[60]))
                .isNotEqualTo(sealer.seal(UNDER, HEADER, new byte[60]));
    }
}
