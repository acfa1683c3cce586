package dev.holdfast.engine.core.hash;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// 256 bits: a hash, or a number of that size drawn at random, held as four big-endian words.
///
/// Words and not a `byte[]`, because a record compares arrays by identity, and so that nobody
/// outside can change a value.
public record Hash(long w0, long w1, long w2, long w3) implements Comparable<Hash> {

    public static final int BYTES = 32;

    public static Hash of(byte[] bytes) {
        return at(bytes, 0, bytes.length);
    }

    /// The value in `bytes[offset, offset + length)`; `length` must be 32.
    public static Hash at(byte[] bytes, int offset, int length) {
        if (length != BYTES) {
            throw new IllegalArgumentException("a hash has 32 bytes; this has " + length);
        }
        return read(ByteBuffer.wrap(bytes, offset, length));
    }

    /// Takes the next 32 bytes of `from`.
    public static Hash read(ByteBuffer from) {
        return new Hash(from.getLong(), from.getLong(), from.getLong(), from.getLong());
    }

    /// The value of 64 hexadecimal digits.
    public static Hash parse(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    public byte[] toBytes() {
        var bytes = new byte[BYTES];
        write(ByteBuffer.wrap(bytes));
        return bytes;
    }

    public void write(ByteBuffer to) {
        to.putLong(w0).putLong(w1).putLong(w2).putLong(w3);
    }

    /// Written out, as `equals` is, for those of a record are put together when a program starts,
    /// and a compiler that is fast does not see through them.
    @Override
    public int hashCode() {
        return Long.hashCode(w0 + 31 * (w1 + 31 * (w2 + 31 * w3)));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Hash that
                        && w0 == that.w0
                        && w1 == that.w1
                        && w2 == that.w2
                        && w3 == that.w3);
    }

    /// Unsigned and big-endian: the order of the hex text, and of positions on the ring.
    @Override
    public int compareTo(Hash that) {
        int order = Long.compareUnsigned(w0, that.w0);
        order = order != 0 ? order : Long.compareUnsigned(w1, that.w1);
        order = order != 0 ? order : Long.compareUnsigned(w2, that.w2);
        return order != 0 ? order : Long.compareUnsigned(w3, that.w3);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(toBytes());
    }
}
