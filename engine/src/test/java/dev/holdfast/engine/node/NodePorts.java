package dev.holdfast.engine.node;

import dev.holdfast.engine.catalog.Catalog;
import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.disk.Room;
import dev.holdfast.engine.exchange.BatchWriter;
import dev.holdfast.engine.files.Rooms;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.wal.JournalException;
import dev.holdfast.engine.wal.disk.DiskJournal;

/// The ports that the node fills, for devices that tests put together.
@SuppressWarnings("exports") // tests run on the class path
public final class NodePorts {

    private NodePorts() {}

    /// A journal's disk as a device has it while it runs: one that waits when it is full.
    ///
    /// @param makesRoom is called between two tries
    public static Disk patient(Disk disk, Room room, Runnable makesRoom) {
        var patience = new Patience(room, makesRoom::run);
        patience.begin();
        return patience.over(disk, DiskJournal::isSegment);
    }

    /// A catalog that waits as well.
    public static Catalog patient(Catalog catalog, Room room, Runnable makesRoom) {
        var patience = new Patience(room, makesRoom::run);
        patience.begin();
        return patience.over(catalog);
    }

    /// Writes names, as a device that has just started does.
    public static Rooms.Names names(Ledger ledger, BatchWriter writer) throws JournalException {
        return new NamesPort(new Claims(ledger), writer, _ -> {});
    }
}
