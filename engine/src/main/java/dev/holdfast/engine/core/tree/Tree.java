package dev.holdfast.engine.core.tree;

import dev.holdfast.engine.core.namespace.EntryPath;

/// The versions of one volume, place by place. Places are compared by their keys.
@FunctionalInterface
public interface Tree {

    /// What is known of a place; [TreeRow#EMPTY] of one that nobody ever wrote.
    TreeRow row(EntryPath path);

    /// Whether nobody ever wrote of any place directly in a directory, so that the rows of all of
    /// them are empty. False where that is not known.
    default boolean isVacant(EntryPath directory) {
        return false;
    }
}
