package dev.holdfast.testbed.format;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/// The bytes of one record, read from front to end.
final class Payload {

    private final ByteBuffer bytes;

    Payload(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    String id() {
        var id = new byte[32];
        bytes.get(id);
        return HexFormat.of().formatHex(id);
    }

    int u8() {
        return bytes.get() & 0xff;
    }

    int u32() {
        return bytes.getInt();
    }

    long u64() {
        return bytes.getLong();
    }

    byte[] take(int length) {
        var part = new byte[length];
        bytes.get(part);
        return part;
    }

    <T> List<T> list(Function<Payload, T> item) {
        int count = u32();
        var items = new ArrayList<T>();
        for (int i = 0; i < count; i++) {
            items.add(item.apply(this));
        }
        return items;
    }

    int left() {
        return bytes.remaining();
    }
}
