package dev.holdfast.engine.store.disk;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;

import java.util.Arrays;

/// The records of one pack in their order, 40 bytes each.
final class PackEntries {

    /// The shortest record is a removal, so a pack cannot have more.
    static final int COUNT_MAX = (int) (PackFormat.PACK_BYTES / RecordHeader.BYTES);

    static final int WORDS = 5;

    private long[] words = new long[64 * WORDS];
    private int count;

    void add(ChunkId id, long offset, int length) {
        if ((count + 1) * WORDS > words.length) {
            words = Arrays.copyOf(words, words.length * 2);
        }
        var hash = id.hash();
        int at = count++ * WORDS;
        words[at] = hash.w0();
        words[at + 1] = hash.w1();
        words[at + 2] = hash.w2();
        words[at + 3] = hash.w3();
        words[at + 4] = offset << Integer.SIZE | length;
    }

    int count() {
        return count;
    }

    ChunkId id(int entry) {
        int at = entry * WORDS;
        return new ChunkId(new Hash(words[at], words[at + 1], words[at + 2], words[at + 3]));
    }

    long offset(int entry) {
        return words[entry * WORDS + 4] >>> Integer.SIZE;
    }

    /// The sealed length; 0 for a removal.
    int length(int entry) {
        return (int) words[entry * WORDS + 4];
    }

    /// Does to the table what the records did to the store.
    void applyTo(ChunkTable table, int slot) {
        for (int entry = 0; entry < count; entry++) {
            if (length(entry) == 0) {
                table.remove(id(entry));
            } else {
                table.put(id(entry), Place.of(slot, offset(entry), length(entry)));
            }
        }
    }
}
