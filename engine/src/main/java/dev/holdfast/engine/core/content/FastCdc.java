package dev.holdfast.engine.core.content;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Cuts where the content says so, hence an edit moves no cut but those beside it: FastCDC,
/// normalized.
///
/// A cut stands where the upper bits of a gear hash over the 64 bytes before it are zero: 22 bits
/// until the chunk has its average length, then 18. No chunk but the last is under [#LENGTH_MIN],
/// none is over [ChunkRef#LENGTH_MAX]. The gear table comes from a key, so that the lengths of
/// chunks tell a keeper nothing about which known file they are.
///
/// Source: Xia et al., "FastCDC: a fast and efficient content-defined chunking approach for data
/// deduplication", USENIX ATC 2016; the two-lane scan follows Xia et al., IEEE TPDS 2020.
public final class FastCdc implements Chunker {

    /// Bytes below which no cut is looked for.
    public static final int LENGTH_MIN = 256 << 10;

    /// Bytes from which on cuts come easier.
    public static final int LENGTH_AVERAGE = 1 << 20;

    /// Bytes that one hash sees: each step shifts an older byte out of the 64-bit word.
    private static final int WINDOW = Long.SIZE;

    /// 22 bits and 18 bits: two more and two fewer than log2 of the average.
    private static final long RARE = -1L << (Long.SIZE - 22);

    private static final long EASY = -1L << (Long.SIZE - 18);

    /// Bytes that one lane scans before the lanes move on. Small beside a chunk, for what the
    /// second lane scanned behind a cut is lost; large beside the window, for it starts with one.
    private static final int LANE = 8 << 10;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final byte[] LABEL = "holdfast gear 1".getBytes(StandardCharsets.US_ASCII);
    private static final int GEARS = 256;

    private final long[] gears = new long[GEARS];

    public FastCdc(Hash key) {
        for (int i = 0; i < GEARS; i += 4) {
            var index = ByteBuffer.allocate(Integer.BYTES).putInt(i).array();
            var four = Sha256.of(LABEL, key.toBytes(), index);
            gears[i] = four.w0();
            gears[i + 1] = four.w1();
            gears[i + 2] = four.w2();
            gears[i + 3] = four.w3();
        }
    }

    @Override
    public int lengthMax() {
        return ChunkRef.LENGTH_MAX;
    }

    @Override
    public long group() {
        return 0;
    }

    @Override
    public int cut(long offset, byte[] buffer, int from, int to, boolean last) {
        int atHand = to - from;
        if (atHand < 1 || (atHand < ChunkRef.LENGTH_MAX && !last)) {
            throw new IllegalArgumentException(atHand + " bytes do not suffice to find a cut");
        }
        if (atHand <= LENGTH_MIN) {
            return to;
        }
        int end = from + Math.min(atHand, ChunkRef.LENGTH_MAX);
        int average = Math.min(from + LENGTH_AVERAGE, end);
        int cut = scan(buffer, from + LENGTH_MIN, average, RARE);
        cut = cut < average ? cut : scan(buffer, average, end, EASY);
        return cut;
    }

    /// The first place in `from .. to - 1` whose hash has none of the bits of `mask`, else `to`.
    private int scan(byte[] bytes, int from, int to, long mask) {
        long hash = hashBefore(bytes, from);
        int at = from;
        for (; to - at >= 2 * LANE; at += 2 * LANE) {
            int cut = scanTwoLanes(bytes, at, mask, hash);
            if (cut < at + 2 * LANE) {
                return cut;
            }
            hash = hashBefore(bytes, at + 2 * LANE);
        }
        return scanOneLane(bytes, at, to, mask, hash);
    }

    /// Scans `from .. from + 2 * LANE - 1` as two halves side by side, which keeps two additions in
    /// flight where one lane would wait for each.
    private int scanTwoLanes(byte[] bytes, int from, long mask, long hash) {
        int middle = from + LANE;
        long left = hash;
        long right = hashBefore(bytes, middle);
        for (int i = 0; i < LANE; i += Long.BYTES) {
            long leftBytes = (long) LONGS.get(bytes, from + i);
            long rightBytes = (long) LONGS.get(bytes, middle + i);
            for (int k = 0; k < Long.BYTES; k++) {
                if ((left & mask) == 0) {
                    return from + i + k;
                }
                if ((right & mask) == 0) {
                    int earlier = scanOneLane(bytes, from + i + k, middle, mask, left);
                    return earlier < middle ? earlier : middle + i + k;
                }
                left = (left << 1) + gears[(int) leftBytes & 0xff];
                right = (right << 1) + gears[(int) rightBytes & 0xff];
                leftBytes >>>= Byte.SIZE;
                rightBytes >>>= Byte.SIZE;
            }
        }
        return middle + LANE;
    }

    private int scanOneLane(byte[] bytes, int from, int to, long mask, long hashAtFrom) {
        long hash = hashAtFrom;
        for (int at = from; at < to; at++) {
            if ((hash & mask) == 0) {
                return at;
            }
            hash = (hash << 1) + gears[bytes[at] & 0xff];
        }
        return to;
    }

    /// The hash of the window that ends before `at`.
    private long hashBefore(byte[] bytes, int at) {
        long hash = 0;
        for (int i = at - WINDOW; i < at; i++) {
            hash = (hash << 1) + gears[bytes[i] & 0xff];
        }
        return hash;
    }
}
