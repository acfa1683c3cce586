package dev.holdfast.engine.catalog.sqlite;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.tree.TreeRow;
import dev.holdfast.engine.core.tree.TreeRows;

import java.util.HashMap;
import java.util.Map;

/// One volume's rows within a transaction: a directory that gains ten thousand names is read and
/// written once, and of one that had none no place is looked up.
final class PlaceRows implements TreeRows {

    /// Rows kept back before they are written.
    private static final int ROWS_MAX = 50_000;

    private final PlaceTable table;
    private final long volume;
    private final Map<String, TreeRow> read = new HashMap<>();
    private final Map<String, TreeRow> changed = new HashMap<>();
    private final Map<EntryPath, Boolean> vacant = new HashMap<>();

    PlaceRows(PlaceTable table, long volume) {
        this.table = table;
        this.volume = volume;
    }

    @Override
    public TreeRow row(EntryPath path) {
        return read.computeIfAbsent(
                path.key(), key -> isKept(path) ? table.read(volume, key) : TreeRow.EMPTY);
    }

    private boolean isKept(EntryPath path) {
        return path.isRoot()
                || !vacant.computeIfAbsent(
                        path.parent(), directory -> table.isVacant(volume, directory));
    }

    @Override
    public void put(EntryPath path, TreeRow row) {
        var key = path.key();
        read.put(key, row);
        changed.put(key, row);
        if (read.size() > ROWS_MAX) {
            flush();
        }
    }

    void flush() {
        changed.forEach((key, row) -> table.write(volume, key, row));
        forget();
    }

    void forget() {
        changed.clear();
        read.clear();
        vacant.clear();
    }
}
