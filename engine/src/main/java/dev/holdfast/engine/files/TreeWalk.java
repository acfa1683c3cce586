package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.catalog.NamesView;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.tree.Shown;

/// Walks what is shown in a volume, page by page, so that memory does not grow with a directory.
record TreeWalk(NamesView names) {

    /// Places read from the catalog at once.
    private static final int PAGE = 1_000;

    /// Sees what is shown.
    @FunctionalInterface
    interface Visitor {
        void visit(Shown shown) throws NodeException;
    }

    /// Visits what is directly in a directory, in order of names.
    void in(VolumeId volume, EntryPath directory, Visitor visitor) throws NodeException {
        var after = "";
        while (true) {
            var page = names.list(volume, directory, after, PAGE);
            for (var shown : page.shown()) {
                visitor.visit(shown);
            }
            if (page.next().isEmpty()) {
                return;
            }
            after = page.next().get();
        }
    }

    /// Visits all below a directory, a directory before what is in it.
    void below(VolumeId volume, EntryPath directory, Visitor visitor) throws NodeException {
        in(
                volume,
                directory,
                shown -> {
                    visitor.visit(shown);
                    if (shown.isDirectory()) {
                        below(volume, shown.path(), visitor);
                    }
                });
    }
}
