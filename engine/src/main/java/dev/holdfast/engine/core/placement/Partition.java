package dev.holdfast.engine.core.placement;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;

/// One of the 2^bits equal slices of the ring of chunk ids: the ids whose top `bits` bits are
/// `index`.
public record Partition(int index, int bits) implements Comparable<Partition> {

    /// At most 65,536 partitions, so that a table of them stays small.
    public static final int BITS_MAX = 16;

    public Partition {
        if (bits < 1 || bits > BITS_MAX) {
            throw new IllegalArgumentException(
                    "partition bits " + bits + " are not in 1.." + BITS_MAX);
        }
        if (index < 0 || index >= 1 << bits) {
            throw new IllegalArgumentException(
                    "partition " + index + " is not in 0.." + ((1 << bits) - 1));
        }
    }

    /// The slice in which `chunk` lies.
    public static Partition of(ChunkId chunk, int bits) {
        return new Partition((int) (chunk.hash().w0() >>> (Long.SIZE - bits)), bits);
    }

    /// The lowest id of the slice.
    public ChunkId first() {
        return new ChunkId(new Hash((long) index << (Long.SIZE - bits), 0, 0, 0));
    }

    /// The highest id of the slice.
    public ChunkId last() {
        return new ChunkId(new Hash(first().hash().w0() | (-1L >>> bits), -1, -1, -1));
    }

    @Override
    public int compareTo(Partition that) {
        int order = Integer.compare(bits, that.bits);
        return order != 0 ? order : Integer.compare(index, that.index);
    }
}
