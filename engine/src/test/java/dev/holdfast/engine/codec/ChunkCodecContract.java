package dev.holdfast.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.core.canonical.MalformedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/// What every codec promises.
public abstract class ChunkCodecContract {

    protected abstract ChunkCodec codec();

    /// What the codec makes of `plain`, or `plain` itself where it declines.
    protected byte[] encoded(byte[] plain) {
        if (codec().declines(ByteBuffer.wrap(plain))) {
            return plain;
        }
        var into = ByteBuffer.allocate(plain.length);
        return codec().encode(ByteBuffer.wrap(plain), into)
                ? Arrays.copyOf(into.array(), into.position())
                : plain;
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {1, 2, 100, 4096, 100_000, 500_000, 4 << 20})
    void gives_back_what_it_encoded(int length) throws Exception {
        for (var plain : new byte[][] {text(length), noise(length), new byte[length]}) {
            var into = ByteBuffer.allocate(plain.length);
            if (codec().encode(ByteBuffer.wrap(plain), into)) {
                assertThat(into.position()).isLessThanOrEqualTo(length * 95 / 100);
                var back = ByteBuffer.allocate(length);
                codec().decode(into.flip(), back);
                assertThat(back.array()).isEqualTo(plain);
                assertThat(back.hasRemaining()).isFalse();
            } else {
                assertThat(into.position()).isZero();
            }
        }
    }

    @Test
    void works_between_positions_and_moves_only_those_it_says() throws Exception {
        var plain = ByteBuffer.wrap(text(10_020)).position(10).limit(10_010).slice().position(5);
        var into = ByteBuffer.allocate(20_000).position(7);
        boolean smaller = codec().encode(plain, into);
        assertThat(plain.position()).isEqualTo(5);
        if (smaller) {
            var encoded = into.duplicate().flip().position(7);
            var back = ByteBuffer.allocate(20_000).position(3).limit(3 + plain.remaining());
            codec().decode(encoded, back);
            assertThat(back.position()).isEqualTo(back.limit());
            assertThat(back.flip().position(3)).isEqualTo(plain);
        }
    }

    @Test
    void equal_bytes_give_equal_results_whatever_came_before() {
        var plain = text(300_000);
        var first = encoded(plain);
        encoded(noise(100_000));
        encoded(text(1_000_000));
        assertThat(encoded(plain)).isEqualTo(first);
    }

    @Test
    void declines_what_it_cannot_make_smaller() {
        var noise = ByteBuffer.wrap(noise(1 << 20));

        assertThat(codec().declines(noise)).isTrue();
        assertThat(noise.remaining()).isEqualTo(1 << 20);
        assertThat(codec().encode(noise, ByteBuffer.allocate(1 << 20))).isFalse();
    }

    @Test
    void reads_what_it_writes_and_not_what_it_does_not_know() {
        assertThat(codec().reads(codec().id())).isTrue();
        assertThat(codec().reads(250)).isFalse();
    }

    @Test
    void refuses_a_length_that_is_not_the_declared_one_and_writes_nothing_behind_it() {
        var plain = text(10_000);
        var encoded = encoded(plain);
        for (int length : new int[] {0, 1, 9_999, 10_001, 20_000}) {
            var room = ByteBuffer.allocate(30_000).limit(length);
            assertThatThrownBy(() -> codec().decode(ByteBuffer.wrap(encoded), room))
                    .isInstanceOf(MalformedException.class);
            assertThat(room.array()).endsWith(new byte[10_000]);
        }
    }

    protected static byte[] noise(int length) {
        var bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    protected static byte[] text(int length) {
        var words = new String[] {"lake ", "picture ", "of ", "the ", "water ", "and ", "sun\n"};
        var random = new Random(length);
        var bytes = ByteBuffer.allocate(length + 16);
        while (bytes.position() < length) {
            bytes.put(words[random.nextInt(words.length)].getBytes(StandardCharsets.US_ASCII));
        }
        return Arrays.copyOf(bytes.array(), length);
    }
}
