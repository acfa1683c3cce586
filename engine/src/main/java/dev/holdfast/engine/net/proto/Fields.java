package dev.holdfast.engine.net.proto;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.wire.Bitmap;
import dev.holdfast.engine.net.proto.generated.Wire.Bits;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/// The parts that several messages share.
final class Fields {

    private Fields() {}

    static ByteString bytes(Hash hash) {
        return wrap(hash.toBytes());
    }

    static Hash hash(ByteString bytes) {
        return Hash.of(bytes.toByteArray());
    }

    /// The hashes of the items, joined.
    static <T> ByteString joined(Collection<T> items, Function<T, Hash> hash) {
        var bytes = ByteBuffer.allocate(items.size() * Hash.BYTES);
        items.forEach(item -> hash.apply(item).write(bytes));
        return wrap(bytes.array());
    }

    static <T> List<T> split(ByteString joined, Function<Hash, T> item) throws MalformedException {
        if (joined.size() % Hash.BYTES != 0) {
            throw new MalformedException("%d bytes are no hashes".formatted(joined.size()));
        }
        var bytes = joined.asReadOnlyByteBuffer();
        var items = new ArrayList<T>(joined.size() / Hash.BYTES);
        while (bytes.hasRemaining()) {
            items.add(item.apply(Hash.read(bytes)));
        }
        return items;
    }

    static List<ByteString> wrap(List<byte[]> blobs) {
        return blobs.stream().map(Fields::wrap).toList();
    }

    static List<byte[]> unwrap(List<ByteString> blobs) {
        return blobs.stream().map(ByteString::toByteArray).toList();
    }

    static Bits bits(Bitmap bitmap) {
        return Bits.newBuilder().setSize(bitmap.size()).setBits(wrap(bitmap.toBytes())).build();
    }

    static Bitmap bitmap(Bits bits) {
        return Bitmap.of(bits.getSize(), bits.getBits().toByteArray());
    }

    /// The constant with this number.
    static <E> E constant(E[] all, Function<E, Integer> number, int wanted)
            throws MalformedException {
        for (var constant : all) {
            if (number.apply(constant) == wanted) {
                return constant;
            }
        }
        throw unknown("code " + Integer.toUnsignedString(wanted));
    }

    static MalformedException unknown(String what) {
        return new MalformedException("an unknown " + what);
    }

    /// The bytes belong to a message, and nobody writes to them any more.
    static ByteString wrap(byte[] bytes) {
        return UnsafeByteOperations.unsafeWrap(bytes);
    }
}
