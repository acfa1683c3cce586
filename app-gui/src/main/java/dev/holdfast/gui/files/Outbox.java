package dev.holdfast.gui.files;

import dev.holdfast.engine.api.VolumePath;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Entries that are dragged out. A drag hands over files that are there, and getting one may take a
/// while; so the first drag of an entry gets it, and the next one carries it.
final class Outbox {

    private final Transfers transfers;
    private final Map<Entry, Transfer> lent = new HashMap<>();

    private record Entry(VolumePath path, String version) {}

    Outbox(Transfers transfers) {
        this.transfers = transfers;
    }

    /// The file to drag: there once the entry was got. Until then it is being got, from the first
    /// call on.
    ///
    /// @param version of the entry; another is got anew
    Optional<String> take(VolumePath path, String version) {
        var entry = new Entry(path, version);
        var transfer = lent.get(entry);
        if (transfer != null) {
            var file = transfer.fileProperty().get();
            if (file.isPresent() || transfer.isUnderWay()) {
                return file;
            }
        }
        lent.put(entry, transfers.lend(path));
        return Optional.empty();
    }
}
