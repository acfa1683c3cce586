package dev.holdfast.engine.core.collect;

import dev.holdfast.engine.core.content.ChunkId;

/// A set of chunks in 16 bytes or a little more for each: of an id only 64 bits are kept. It never
/// says of one that is in it that it is not; once in a long while it says of one that is not that
/// it is, and then a chunk stays that could go.
///
/// Not a value but an object with one owner.
public final class ChunkPrints {

    private static final int SLOTS_MIN = 1 << 10;

    private long[] slots = new long[SLOTS_MIN];
    private int size;
    private boolean hasZero;

    /// @return whether it was not in it before
    public boolean add(ChunkId id) {
        long print = print(id);
        if (print == 0) {
            boolean isFirst = !hasZero;
            hasZero = true;
            return isFirst;
        }
        int slot = slot(print);
        if (slots[slot] != 0) {
            return false;
        }
        slots[slot] = print;
        size++;
        if (size > slots.length / 2) {
            grow();
        }
        return true;
    }

    public boolean contains(ChunkId id) {
        long print = print(id);
        return print == 0 ? hasZero : slots[slot(print)] != 0;
    }

    public long size() {
        return (long) size + (hasZero ? 1 : 0);
    }

    private void grow() {
        var old = slots;
        slots = new long[Math.multiplyExact(old.length, 2)];
        for (long print : old) {
            if (print != 0) {
                slots[slot(print)] = print;
            }
        }
    }

    /// Where it is, or would be. Ids are hashes, so any of their bits are as good as chance.
    private int slot(long print) {
        int slot = (int) (print >>> 32) & slots.length - 1;
        while (slots[slot] != 0 && slots[slot] != print) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    private static long print(ChunkId id) {
        return id.hash().w3();
    }
}
