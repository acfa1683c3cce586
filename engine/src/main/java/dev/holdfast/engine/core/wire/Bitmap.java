package dev.holdfast.engine.core.wire;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// One yes or no for each item of a list that the other side knows. The bit of item `i` is bit `i %
/// 8`, counted from the lowest, of byte `i / 8`; bits behind the last item are zero.
public final class Bitmap {

    /// Items.
    public static final int SIZE_MAX = 4096;

    private final int size;
    private final byte[] bits;

    private Bitmap(int size, byte[] bits) {
        this.size = size;
        this.bits = bits;
    }

    /// The answers of `yes` for 0 to `size` − 1.
    public static Bitmap of(int size, IntPredicate yes) {
        Limit.range(size, 0, SIZE_MAX, "the size of a bitmap");
        var bits = new byte[bytesFor(size)];
        for (int i = 0; i < size; i++) {
            if (yes.test(i)) {
                bits[i / 8] |= (byte) (1 << i % 8);
            }
        }
        return new Bitmap(size, bits);
    }

    /// The bitmap with these bytes, which must be exactly as many as `size` takes.
    public static Bitmap of(int size, byte[] bits) {
        Limit.range(size, 0, SIZE_MAX, "the size of a bitmap");
        Limit.range(bits.length, bytesFor(size), bytesFor(size), "the length of the bitmap");
        var bitmap = new Bitmap(size, bits.clone());
        if (size % 8 != 0 && (bits[size / 8] & 0xff) >>> size % 8 != 0) {
            throw new IllegalArgumentException("a bit is set behind the last item");
        }
        return bitmap;
    }

    public int size() {
        return size;
    }

    public boolean get(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(index + " is not in 0.." + (size - 1));
        }
        return (bits[index / 8] >>> index % 8 & 1) == 1;
    }

    /// How many items have a yes.
    public int count() {
        return (int) yes().count();
    }

    /// The items that have a yes, in order.
    public IntStream yes() {
        return IntStream.range(0, size).filter(this::get);
    }

    public byte[] toBytes() {
        return bits.clone();
    }

    @Override
    public boolean equals(Object that) {
        return that instanceof Bitmap b && size == b.size && Arrays.equals(bits, b.bits);
    }

    @Override
    public int hashCode() {
        return 31 * size + Arrays.hashCode(bits);
    }

    @Override
    public String toString() {
        return "%d of %d".formatted(count(), size);
    }

    private static int bytesFor(int size) {
        return (size + 7) / 8;
    }
}
