package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.catalog.NamesView;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.tree.Shown;

import java.util.ArrayList;
import java.util.List;

/// Walks what is shown in a volume, page by page, so that memory does not grow with a directory.
record TreeWalk(NamesView names) {

    /// Places read from the catalog at once.
    private static final int PAGE = 1_000;

    /// Names one command may change at once: they are one change, visible whole or not at all.
    static final int ENTRIES_MAX = 1_000_000;

    /// Sees what is shown.
    ///
    /// @param <E> what may go wrong beside what a walk itself meets
    @FunctionalInterface
    interface Visitor<E extends Exception> {
        void visit(Shown shown) throws NodeException, E;
    }

    /// Visits what is directly in a directory, in order of names.
    <E extends Exception> void in(VolumeId volume, EntryPath directory, Visitor<E> visitor)
            throws NodeException, E {
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
    <E extends Exception> void below(VolumeId volume, EntryPath directory, Visitor<E> visitor)
            throws NodeException, E {
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

    /// All that is shown below a directory, parents first.
    ///
    /// @throws NodeException when that are more than [#ENTRIES_MAX]
    List<Shown> all(Place directory) throws NodeException {
        var all = new ArrayList<Shown>();
        below(
                directory.volume().id(),
                directory.path(),
                shown -> {
                    all.add(shown);
                    if (all.size() > ENTRIES_MAX) {
                        throw new NodeException(
                                Problem.Code.USAGE,
                                "There are more than %,d entries below %s."
                                        .formatted(ENTRIES_MAX, directory),
                                "Go on with its subdirectories one by one.");
                    }
                });
        return all;
    }
}
