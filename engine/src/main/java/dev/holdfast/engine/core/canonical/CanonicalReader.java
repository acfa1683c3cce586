package dev.holdfast.engine.core.canonical;

import dev.holdfast.engine.core.hash.Hash;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads what [CanonicalWriter] wrote, trusting none of it: every length is held against the
/// caller's limit and against what is left before anything is allocated.
public final class CanonicalReader {

    /// Reads one item of a list.
    @FunctionalInterface
    public interface Item<T> {
        T read(CanonicalReader in) throws MalformedException;
    }

    private final ByteBuffer in;

    public CanonicalReader(byte[] bytes) {
        this(ByteBuffer.wrap(bytes));
    }

    /// Reads what remains in `bytes`, whose position does not move.
    public CanonicalReader(ByteBuffer bytes) {
        in = bytes.slice();
    }

    public int u8() throws MalformedException {
        return need(1).get() & 0xff;
    }

    public int u32() throws MalformedException {
        int value = need(Integer.BYTES).getInt();
        if (value < 0) {
            throw new MalformedException("a count of 2^31 or more");
        }
        return value;
    }

    public long u64() throws MalformedException {
        long value = need(Long.BYTES).getLong();
        if (value < 0) {
            throw new MalformedException("a count of 2^63 or more");
        }
        return value;
    }

    public long bits64() throws MalformedException {
        return need(Long.BYTES).getLong();
    }

    public boolean flag() throws MalformedException {
        int value = u8();
        if (value > 1) {
            throw new MalformedException("a flag of " + value);
        }
        return value == 1;
    }

    public Hash hash() throws MalformedException {
        return Hash.read(need(Hash.BYTES));
    }

    public byte[] raw(int length) throws MalformedException {
        need(length);
        var value = new byte[length];
        in.get(value);
        return value;
    }

    /// Bytes behind their length, of which there are at most `max`.
    public byte[] bytes(int max) throws MalformedException {
        int length = u32();
        if (length > max) {
            throw new MalformedException(length + " bytes where at most " + max + " may be");
        }
        return raw(length);
    }

    /// Strict UTF-8 of at most `max` bytes.
    public String text(int max) throws MalformedException {
        var encoded = bytes(max);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(encoded)).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("text that is not UTF-8", e);
        }
    }

    /// A list of at most `max` items, each at least one byte long.
    public <T> List<T> list(int max, Item<T> item) throws MalformedException {
        int count = u32();
        if (count > max || count > in.remaining()) {
            throw new MalformedException(count + " items where at most " + max + " may be");
        }
        var items = new ArrayList<T>(count);
        for (int i = 0; i < count; i++) {
            items.add(item.read(this));
        }
        return List.copyOf(items);
    }

    public int remaining() {
        return in.remaining();
    }

    /// Refuses bytes behind the last field.
    public void end() throws MalformedException {
        if (in.hasRemaining()) {
            throw new MalformedException(in.remaining() + " bytes behind the end");
        }
    }

    private ByteBuffer need(int count) throws MalformedException {
        if (in.remaining() < count) {
            throw new MalformedException("ends " + (count - in.remaining()) + " bytes early");
        }
        return in;
    }
}
