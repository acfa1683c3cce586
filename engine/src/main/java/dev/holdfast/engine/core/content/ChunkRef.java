package dev.holdfast.engine.core.content;

import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;

/// One chunk's place in a file: which sealed bytes, what opens them, and how many plain bytes they
/// yield. The order of the references gives the offsets.
public record ChunkRef(ChunkId id, ChunkKey key, int length) {

    /// No chunker cuts larger, so a reference that claims more is wrong or hostile. Bytes.
    public static final int LENGTH_MAX = 4 << 20;

    /// The most bytes that sealing adds to a chunk of [#LENGTH_MAX]: lengths, codec, padding,
    /// version and tag.
    public static final int SEALED_MAX = LENGTH_MAX + (128 << 10) + 64;

    public ChunkRef {
        if (length < 1 || length > LENGTH_MAX) {
            throw new IllegalArgumentException("length " + length + " is not in 1.." + LENGTH_MAX);
        }
    }

    public void write(CanonicalWriter to) {
        to.hash(id.hash()).hash(key.bits()).u32(length);
    }

    public static ChunkRef read(CanonicalReader in) throws MalformedException {
        var id = new ChunkId(in.hash());
        var key = new ChunkKey(in.hash());
        int length = in.u32();
        if (length < 1 || length > LENGTH_MAX) {
            throw new MalformedException("a chunk of " + length + " bytes");
        }
        return new ChunkRef(id, key, length);
    }
}
