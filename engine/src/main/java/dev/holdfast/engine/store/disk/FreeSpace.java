package dev.holdfast.engine.store.disk;

import dev.holdfast.engine.disk.Room;
import dev.holdfast.engine.store.ChunkTag.Origin;

import java.io.IOException;

/// Keeps chunks from filling the file system: below the floor nothing written here is taken, and
/// below half of it nothing from a peer. What is moved to give room back may go down to a quarter.
/// The rest is for the journal, the catalog, and everyone else. Not safe for threads: its owner
/// holds a lock.
final class FreeSpace {

    private static final long FLOOR_MIN = 96L << 20;
    private static final long FLOOR_MAX = 1L << 30;

    /// Bytes that may be taken before the file system is asked again: others write there, too.
    private static final long ASKED_EVERY = 16L << 20;

    /// The last batch of a put, and what else a start writes.
    private static final long START_MIN = 64L << 20;

    private final Room room;
    private final long floor;
    private long usable;
    private long taken = ASKED_EVERY;

    FreeSpace(Room room) throws IOException {
        this.room = room;
        floor = floor(room.total());
    }

    /// The bytes that are left free of so many.
    static long floor(long total) {
        return Math.min(FLOOR_MAX, Math.max(FLOOR_MIN, total / 100));
    }

    /// Whether so little is left that a start cannot write anew what nothing vouches for.
    static boolean isExhausted(Room room) {
        try {
            return room.usable() < START_MIN;
        } catch (IOException e) {
            return false;
        }
    }

    /// Whether `bytes` more may be written when `waiting` are on their way; if so they count as
    /// taken.
    boolean takes(long bytes, long waiting, Origin origin) throws IOException {
        return takes(bytes, waiting, floor(origin));
    }

    /// The same for chunks that are only moved, so that their old pack can go.
    boolean takesMoved(long bytes, long waiting) throws IOException {
        return takes(bytes, waiting, floor / 4);
    }

    private boolean takes(long bytes, long waiting, long least) throws IOException {
        if (taken + bytes > ASKED_EVERY || usable - taken - bytes < least) {
            usable = room.usable() - waiting;
            taken = 0;
        }
        if (usable - taken - bytes < least) {
            return false;
        }
        taken += bytes;
        return true;
    }

    /// The bytes that are left free, for a message.
    long floor(Origin origin) {
        return origin == Origin.HERE ? floor : floor / 2;
    }
}
