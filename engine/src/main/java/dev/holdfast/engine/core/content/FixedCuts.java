package dev.holdfast.engine.core.content;

/// Cuts every `size` bytes, as classic chunk servers do. A chunk over [ChunkRef#LENGTH_MAX] is a
/// group of parts of that length, the last of a group as long as is left.
public record FixedCuts(long size) implements Chunker {

    /// Bytes.
    public static final long SIZE_MIN = 1 << 10;

    /// Bytes.
    public static final long SIZE_MAX = 512L << 20;

    public FixedCuts {
        if (size < SIZE_MIN || size > SIZE_MAX) {
            throw new IllegalArgumentException(
                    "a fixed chunk of %,d bytes is not in %,d..%,d"
                            .formatted(size, SIZE_MIN, SIZE_MAX));
        }
    }

    @Override
    public int lengthMax() {
        return (int) Math.min(size, ChunkRef.LENGTH_MAX);
    }

    @Override
    public long group() {
        return size > ChunkRef.LENGTH_MAX ? size : 0;
    }

    @Override
    public int cut(long offset, byte[] buffer, int from, int to, boolean last) {
        int atHand = to - from;
        if (atHand < 1 || (atHand < lengthMax() && !last)) {
            throw new IllegalArgumentException(atHand + " bytes do not suffice to find a cut");
        }
        long leftOfChunk = size - offset % size;
        return from + (int) Math.min(Math.min(leftOfChunk, ChunkRef.LENGTH_MAX), atHand);
    }
}
