package dev.holdfast.engine.node;

import dev.holdfast.engine.exchange.BatchWriter;
import dev.holdfast.engine.files.Rooms;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.wal.JournalException;

/// The ports that the node fills, for devices that tests put together.
@SuppressWarnings("exports") // tests run on the class path
public final class NodePorts {

    private NodePorts() {}

    /// Writes names, as a device that has just started does.
    public static Rooms.Names names(Ledger ledger, BatchWriter writer) throws JournalException {
        return new NamesPort(new Claims(ledger), writer, _ -> {});
    }
}
