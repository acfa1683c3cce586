package dev.holdfast.engine.core.tree;

import dev.holdfast.engine.core.namespace.EntryPath;

import java.util.HashMap;
import java.util.Map;

/// Rows kept in a map over a tree that is not changed: an empty one, or one that the rows run ahead
/// of.
public final class MemoryRows implements TreeRows {

    private final Tree base;
    private final Map<String, TreeRow> changed = new HashMap<>();

    public MemoryRows(Tree base) {
        this.base = base;
    }

    @Override
    public TreeRow row(EntryPath path) {
        var row = changed.get(path.key());
        return row != null ? row : base.row(path);
    }

    @Override
    public void put(EntryPath path, TreeRow row) {
        changed.put(path.key(), row);
    }
}
