package dev.holdfast.engine.core.canonical;

import dev.holdfast.engine.core.hash.Hash;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.BiConsumer;

/// Writes the canonical form: fixed-width big-endian numbers, and a `u32` count before each list
/// and each run of bytes of variable length. There are no optional fields and no padding, so equal
/// values give equal bytes.
public final class CanonicalWriter {

    private ByteBuffer to = ByteBuffer.allocate(256);

    public CanonicalWriter u8(int value) {
        if (value < 0 || value > 0xff) {
            throw new IllegalArgumentException(value + " is not in 0..255");
        }
        room(1).put((byte) value);
        return this;
    }

    public CanonicalWriter u32(int value) {
        if (value < 0) {
            throw new IllegalArgumentException(value + " is negative");
        }
        room(Integer.BYTES).putInt(value);
        return this;
    }

    /// Counts, sizes and times: never negative.
    public CanonicalWriter u64(long value) {
        if (value < 0) {
            throw new IllegalArgumentException(value + " is negative");
        }
        room(Long.BYTES).putLong(value);
        return this;
    }

    /// 64 bits of any meaning, a random number for example.
    public CanonicalWriter bits64(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    public CanonicalWriter flag(boolean value) {
        return u8(value ? 1 : 0);
    }

    public CanonicalWriter hash(Hash value) {
        value.write(room(Hash.BYTES));
        return this;
    }

    /// Bytes whose length the reader knows.
    public CanonicalWriter raw(byte[] value) {
        room(value.length).put(value);
        return this;
    }

    /// Bytes behind their `u32` length.
    public CanonicalWriter bytes(byte[] value) {
        return u32(value.length).raw(value);
    }

    /// Text as UTF-8 behind its length in bytes.
    public CanonicalWriter text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /// A `u32` count and then each item, in the collection's own order.
    public <T> CanonicalWriter list(Collection<T> items, BiConsumer<CanonicalWriter, T> each) {
        u32(items.size());
        items.forEach(item -> each.accept(this, item));
        return this;
    }

    public int length() {
        return to.position();
    }

    public byte[] toBytes() {
        return Arrays.copyOf(to.array(), to.position());
    }

    /// Where the next bytes go, with room for so many.
    private ByteBuffer room(int count) {
        if (to.remaining() < count) {
            int needed = Math.addExact(to.position(), count);
            to = ByteBuffer.allocate(Math.max(needed, to.capacity() * 2)).put(to.flip());
        }
        return to;
    }
}
