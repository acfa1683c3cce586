package dev.holdfast.engine.store.disk;

import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.disk.Room;
import dev.holdfast.engine.store.StoreException;

/// Stores whose packs are soon full.
public final class SmallPacks {

    private SmallPacks() {}

    /// @param packBytes the length at which a pack ends
    public static DiskChunkStore open(Disk disk, Room room, long packBytes) throws StoreException {
        return DiskChunkStore.open(disk, room, packBytes);
    }
}
