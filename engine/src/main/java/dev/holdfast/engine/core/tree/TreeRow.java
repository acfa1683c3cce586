package dev.holdfast.engine.core.tree;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.EntryVersion;

import java.util.List;

/// What is known of one place in a volume.
///
/// @param siblings the versions kept, see [Siblings]
/// @param shows true when one of them, or an edit that followed a move, is shown here
/// @param below how many names directly below are visible; a place with any is a directory, even if
///   no version says so
/// @param sources places whose edits followed a move that leads to here, or through here
public record TreeRow(
        List<EntryVersion> siblings, boolean shows, int below, List<EntryPath> sources) {

    public static final TreeRow EMPTY = new TreeRow(List.of(), false, 0, List.of());

    public TreeRow {
        siblings = List.copyOf(siblings);
        sources = List.copyOf(sources);
    }

    public boolean isVisible() {
        return shows || below > 0;
    }

    TreeRow withSiblings(List<EntryVersion> changed) {
        return new TreeRow(changed, shows, below, sources);
    }

    TreeRow withShows(boolean changed) {
        return new TreeRow(siblings, changed, below, sources);
    }

    TreeRow withBelow(int changed) {
        return new TreeRow(siblings, shows, changed, sources);
    }

    TreeRow withSources(List<EntryPath> changed) {
        return new TreeRow(siblings, shows, below, changed);
    }
}
