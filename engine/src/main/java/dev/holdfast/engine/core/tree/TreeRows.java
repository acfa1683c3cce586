package dev.holdfast.engine.core.tree;

import dev.holdfast.engine.core.namespace.EntryPath;

/// The rows of one volume that a change may be made in.
public interface TreeRows extends Tree {

    /// Keeps the row; an empty one may be forgotten.
    void put(EntryPath path, TreeRow row);
}
