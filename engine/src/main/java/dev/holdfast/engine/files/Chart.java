package dev.holdfast.engine.files;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.namespace.EntryPath;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where in the person's files chunks were last known to lie. It has no object for each of them and
/// tells them apart by the first bytes of their ids, so what is found may be another chunk. Safe
/// for many threads.
final class Chart {

    /// Chunks that it has at the most: 48 MiB, for about a tebibyte of large files or a million
    /// small ones.
    static final int CHUNKS_MAX = 1 << 20;

    private static final int SLOTS_FIRST = 1 << 10;

    /// A file of a linked folder.
    ///
    /// @param volume the name of the one that the folder is kept in step with
    record Lying(String directory, String volume, EntryPath path) {}

    /// Where a chunk lies.
    ///
    /// @param length plain bytes; 0 of a list of chunks, which follows from all of its file
    record Spot(Lying file, long offset, int length) {

        boolean isList() {
            return length == 0;
        }
    }

    private final List<Lying> files = new ArrayList<>();
    private final int most;
    private long[] ids = new long[SLOTS_FIRST];

    /// Which file has it, counted from 1; 0 of a slot that is free.
    private int[] in = new int[SLOTS_FIRST];

    private long[] offsets = new long[SLOTS_FIRST];
    private int[] lengths = new int[SLOTS_FIRST];
    private int size;

    Chart() {
        this(CHUNKS_MAX);
    }

    /// @param most instead of [#CHUNKS_MAX]
    Chart(int most) {
        this.most = most;
    }

    synchronized boolean isFull() {
        return size >= most;
    }

    /// Chunks that it has.
    synchronized int size() {
        return size;
    }

    /// A file of which chunks are to be added.
    ///
    /// @return its number
    synchronized int begin(Lying file) {
        files.add(file);
        return files.size();
    }

    /// A chunk that lies in several places is found at the first of them.
    ///
    /// @param file the number of its file
    /// @param length as a [Spot] has it
    synchronized void add(int file, ChunkId id, long offset, int length) {
        if (isFull()) {
            return;
        }
        if (2 * size >= ids.length) {
            grow();
        }
        int slot = slot(first(id));
        if (in[slot] == 0) {
            put(slot, first(id), file, offset, length);
        }
    }

    private void put(int slot, long id, int file, long offset, int length) {
        ids[slot] = id;
        in[slot] = file;
        offsets[slot] = offset;
        lengths[slot] = length;
        size++;
    }

    synchronized Optional<Spot> find(ChunkId id) {
        int slot = slot(first(id));
        return in[slot] == 0
                ? Optional.empty()
                : Optional.of(new Spot(files.get(in[slot] - 1), offsets[slot], lengths[slot]));
    }

    private static long first(ChunkId id) {
        return id.hash().w0();
    }

    /// The slot of an id, or the free one in which it would be. Ids are as good as dice.
    private int slot(long id) {
        int slot = (int) id & (ids.length - 1);
        while (in[slot] != 0 && ids[slot] != id) {
            slot = (slot + 1) & (ids.length - 1);
        }
        return slot;
    }

    private void grow() {
        var oldIds = ids;
        var oldIn = in;
        var oldOffsets = offsets;
        var oldLengths = lengths;
        int slots = 2 * oldIds.length;
        ids = new long[slots];
        in = new int[slots];
        offsets = new long[slots];
        lengths = new int[slots];
        size = 0;
        for (int i = 0; i < oldIds.length; i++) {
            if (oldIn[i] != 0) {
                put(slot(oldIds[i]), oldIds[i], oldIn[i], oldOffsets[i], oldLengths[i]);
            }
        }
    }
}
