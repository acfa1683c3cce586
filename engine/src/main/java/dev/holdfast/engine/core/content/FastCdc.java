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
/// deduplication", USENIX ATC 2016.
public final class FastCdc implements Chunker {

    /// Bytes below which no cut is looked for.
    public static final int LENGTH_MIN = 256 << 10;

    /// Bytes from which on cuts come easier.
    public static final int LENGTH_AVERAGE = 1 << 20;

    /// Bytes that one hash sees: each step shifts an older byte out of the 64-bit word.
    private static final int WINDOW = Long.SIZE;

    /// 22 bits and 18 bits: two more and two fewer than log2 of the average. A hash whose upper
    /// bits are zero is the one below such a limit, as its highest bit is kept turned: one
    /// comparison of signed numbers tells.
    private static final long RARE = Long.MIN_VALUE + (1L << (Long.SIZE - 22));

    private static final long EASY = Long.MIN_VALUE + (1L << (Long.SIZE - 18));

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final byte[] LABEL = "holdfast gear 1".getBytes(StandardCharsets.US_ASCII);
    private static final int GEARS = 256;

    /// With the highest bit turned, so that it is turned in every sum.
    private final long[] gears = new long[GEARS];

    public FastCdc(Hash key) {
        for (int i = 0; i < GEARS; i += 4) {
            var index = ByteBuffer.allocate(Integer.BYTES).putInt(i).array();
            var four = Sha256.of(LABEL, key.toBytes(), index);
            gears[i] = Long.MIN_VALUE ^ four.w0();
            gears[i + 1] = Long.MIN_VALUE ^ four.w1();
            gears[i + 2] = Long.MIN_VALUE ^ four.w2();
            gears[i + 3] = Long.MIN_VALUE ^ four.w3();
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

    /// The first place in `from .. to - 1` whose hash is below `limit`, else `to`. Takes eight
    /// bytes at a time, in a form that is fast however Java compiles it.
    private int scan(byte[] bytes, int from, int to, long limit) {
        long[] g = gears;
        long h = hashBefore(bytes, from);
        int at = from;
        for (; to - at >= Long.BYTES; at += Long.BYTES) {
            long eight = (long) LONGS.get(bytes, at);
            int low = (int) eight;
            int high = (int) (eight >>> Integer.SIZE);
            long first = h;
            if (h < limit
                    || (h = (h << 1) + g[low & 0xff]) < limit
                    || (h = (h << 1) + g[(low >>> 8) & 0xff]) < limit
                    || (h = (h << 1) + g[(low >>> 16) & 0xff]) < limit
                    || (h = (h << 1) + g[low >>> 24]) < limit
                    || (h = (h << 1) + g[high & 0xff]) < limit
                    || (h = (h << 1) + g[(high >>> 8) & 0xff]) < limit
                    || (h = (h << 1) + g[(high >>> 16) & 0xff]) < limit) {
                return scanBytes(bytes, at, to, limit, first);
            }
            h = (h << 1) + g[high >>> 24];
        }
        return scanBytes(bytes, at, to, limit, h);
    }

    private int scanBytes(byte[] bytes, int from, int to, long limit, long hashAtFrom) {
        long hash = hashAtFrom;
        for (int at = from; at < to; at++) {
            if (hash < limit) {
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
