package dev.holdfast.engine.core.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

class FastCdcTest {

    private static final int MIB = 1 << 20;
    private static final Hash KEY = Sha256.of("a key".getBytes(StandardCharsets.US_ASCII));

    private final FastCdc chunker = new FastCdc(KEY);

    @Test
    @DisplayName("P9 FastCDC golden cuts")
    void cuts_where_it_always_cut() {
        assertThat(cuts(chunker, Noise.of(1, 16 * MIB)))
                .containsExactly(
                        1218929, 2975978, 4991917, 6943881, 7520859, 7978148, 9119714, 10304597,
                        11377974, 12808552, 14008053, 15164731, 16307656, 16777216);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {2, 3, 4})
    void cuts_where_the_plain_loop_cuts(long seed) {
        var bytes = Noise.of(seed, 24 * MIB + (int) seed * 1001);
        assertThat(cuts(chunker, bytes)).isEqualTo(PlainLoop.cuts(KEY, bytes));
    }

    @Test
    void finds_the_earliest_of_many_cuts() {
        for (int period = 1; period < 40_000; period = period * 3 + 1) {
            var bytes = periodic(period, 5 * MIB);
            assertThat(cuts(chunker, bytes))
                    .as("period %d", period)
                    .isEqualTo(PlainLoop.cuts(KEY, bytes));
        }
    }

    @Test
    void lengths_stay_between_the_limits_and_near_the_average() {
        var bytes = Noise.of(5, 64 * MIB);
        var lengths = lengths(cuts(chunker, bytes));
        assertThat(lengths.subList(0, lengths.size() - 1))
                .allMatch(l -> l >= FastCdc.LENGTH_MIN && l <= ChunkRef.LENGTH_MAX);
        assertThat(64 * MIB / lengths.size()).isBetween(MIB * 8 / 10, MIB * 14 / 10);
    }

    @Test
    void bytes_without_any_cut_end_at_the_limit() {
        assertThat(lengths(cuts(chunker, new byte[9 * MIB])))
                .containsExactly(4 * MIB, 4 * MIB, MIB);
    }

    @Test
    void an_insert_at_the_front_changes_only_the_first_chunks() {
        var before = Noise.of(6, 32 * MIB);
        var after = new byte[before.length + 100];
        System.arraycopy(before, 0, after, 100, before.length);
        assertThat(chunksNotIn(before, after)).isLessThanOrEqualTo(2);
    }

    @Test
    void an_edit_in_the_middle_changes_only_the_chunks_around_it() {
        var before = Noise.of(7, 32 * MIB);
        var after = before.clone();
        Arrays.fill(after, 16 * MIB, 17 * MIB, (byte) 7);
        assertThat(chunksNotIn(before, after)).isLessThanOrEqualTo(5);
    }

    @Test
    void another_key_cuts_elsewhere() {
        var bytes = Noise.of(8, 16 * MIB);
        var other = new FastCdc(Sha256.of(KEY.toBytes()));
        assertThat(cuts(other, bytes))
                .doesNotContainAnyElementsOf(cuts(chunker, bytes).subList(0, 8));
    }

    @Test
    void refuses_to_decide_on_too_few_bytes() {
        assertThatThrownBy(() -> chunker.cut(0, new byte[MIB], 0, MIB, false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(chunker.cut(0, new byte[10], 3, 10, true)).isEqualTo(10);
    }

    private int chunksNotIn(byte[] before, byte[] after) {
        var known = new HashSet<>(hashes(before));
        return (int) hashes(after).stream().filter(h -> !known.contains(h)).count();
    }

    private List<Hash> hashes(byte[] bytes) {
        var hashes = new ArrayList<Hash>();
        int from = 0;
        for (int cut : cuts(chunker, bytes)) {
            hashes.add(Sha256.of(ByteBuffer.wrap(bytes, from, cut - from)));
            from = cut;
        }
        return hashes;
    }

    private static byte[] periodic(int period, int length) {
        var once = Noise.of(period, period);
        var bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = once[i % period];
        }
        return bytes;
    }

    static List<Integer> cuts(Chunker chunker, byte[] bytes) {
        var cuts = new ArrayList<Integer>();
        for (int at = 0; at < bytes.length; ) {
            at = chunker.cut(at, bytes, at, bytes.length, true);
            cuts.add(at);
        }
        return cuts;
    }

    static List<Integer> lengths(List<Integer> cuts) {
        var lengths = new ArrayList<Integer>();
        int from = 0;
        for (int cut : cuts) {
            lengths.add(cut - from);
            from = cut;
        }
        return lengths;
    }

    /// The definition, byte by byte, each hash from its own window.
    private static final class PlainLoop {

        static List<Integer> cuts(Hash key, byte[] bytes) {
            var gears = gears(key);
            var cuts = new ArrayList<Integer>();
            for (int at = 0; at < bytes.length; ) {
                at = cut(gears, bytes, at);
                cuts.add(at);
            }
            return cuts;
        }

        private static int cut(long[] gears, byte[] bytes, int from) {
            int end = Math.min(bytes.length, from + 4 * MIB);
            long hash = 0;
            for (int at = from; at < end; at++) {
                if (at - from >= 256 * 1024 && hash >>> (at - from < MIB ? 42 : 46) == 0) {
                    return at;
                }
                hash = hash * 2 + gears[bytes[at] & 0xff];
            }
            return end;
        }

        private static long[] gears(Hash key) {
            var gears = ByteBuffer.allocate(2048);
            var label = "holdfast gear 1".getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 256; i += 4) {
                Sha256.of(label, key.toBytes(), new byte[] {0, 0, 0, (byte) i}).write(gears);
            }
            var words = new long[256];
            gears.flip().asLongBuffer().get(words);
            return words;
        }
    }
}
