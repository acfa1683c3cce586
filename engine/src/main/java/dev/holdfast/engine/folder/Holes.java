package dev.holdfast.engine.folder;

import dev.holdfast.engine.disk.Zeros;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Finds what of a growing file need not be written: zeros where nothing is yet read as zeros
/// anyway, and take no room on the disk.
///
/// @param had bytes that are in the file already; they may be anything
record Holes(long had) {

    /// Holes are looked for in steps of so many bytes of the file. File systems keep them in blocks
    /// of 4 KiB and more; smaller ones would tear a file into many pieces for little room.
    static final int UNIT_BYTES = 64 << 10;

    /// Writes bytes to a place.
    @FunctionalInterface
    interface Writing {
        void write(long at, ByteBuffer bytes) throws IOException;
    }

    /// Passes on what remains of the bytes that belong at a place, without the holes.
    void around(long at, ByteBuffer bytes, Writing to) throws IOException {
        int start = bytes.position();
        int end = bytes.limit();
        int from = start;
        for (int i = start; i < end; ) {
            long place = at + i - start;
            int next = (int) Math.min(end, i + UNIT_BYTES - place % UNIT_BYTES);
            if (place >= had && Zeros.is(bytes.slice(i, next - i))) {
                pass(at + from - start, bytes, from, i, to);
                from = next;
            }
            i = next;
        }
        pass(at + from - start, bytes, from, end, to);
        bytes.position(end);
    }

    private static void pass(long at, ByteBuffer bytes, int from, int end, Writing to)
            throws IOException {
        if (from < end) {
            to.write(at, bytes.duplicate().limit(end).position(from));
        }
    }
}
