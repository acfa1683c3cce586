package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome.Row;
import dev.holdfast.engine.api.VolumePath;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is in a place of the pool, page by page.
final class Rows {

    private Rows() {}

    /// What is there now.
    static List<Row> all(Node node, VolumePath place, boolean recursive)
            throws NodeException, InterruptedException {
        return all(node, place, recursive, Optional.empty());
    }

    /// All pages together, in order of path, a directory before what is in it. The row of a file is
    /// its own.
    ///
    /// @param asOf the time of which is asked; empty for now
    static List<Row> all(Node node, VolumePath place, boolean recursive, Optional<Instant> asOf)
            throws NodeException, InterruptedException {
        var rows = new ArrayList<Row>();
        var after = Optional.<String>empty();
        do {
            var page =
                    node.run(new Command.ListEntries(place, recursive, after, asOf), event -> {});
            rows.addAll(page.rows());
            after = page.next();
        } while (after.isPresent());
        return rows;
    }

    /// A path as seen from the place that was asked for.
    static String below(VolumePath place, String path) {
        var top = place.path();
        var prefix = top.endsWith("/") ? top : top + "/";
        return path.startsWith(prefix)
                ? path.substring(prefix.length())
                : path.substring(path.lastIndexOf('/') + 1);
    }
}
