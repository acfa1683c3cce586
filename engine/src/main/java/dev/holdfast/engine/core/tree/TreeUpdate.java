package dev.holdfast.engine.core.tree;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.EntryVersion;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Brings a version into the rows and keeps what the rows say of one another true: which places
/// show something, how much is visible below a directory, and where edits follow moves to. It
/// touches few rows, so a catalog need not be computed anew.
public final class TreeUpdate {

    private final TreeRows rows;

    public TreeUpdate(TreeRows rows) {
        this.rows = rows;
    }

    /// Adds a version. Adding it again, or one that was replaced before it came, changes nothing.
    public void add(EntryVersion version) {
        var place = version.entry().path();
        var row = rows.row(place);
        var siblings = Siblings.add(row.siblings(), version);
        if (siblings.equals(row.siblings())) {
            return;
        }
        if (siblings.size() == 1 && row.siblings().size() <= 1 && row.sources().isEmpty()) {
            change(place, row, row.withSiblings(siblings).withShows(version.entry().isLive()));
            return; // nobody wrote at once, so no edit follows a move
        }
        var movers = new ArrayList<>(row.sources());
        movers.add(place);
        var before = routes(movers);
        rows.put(place, row.withSiblings(siblings));
        var after = routes(movers);
        var touched = new LinkedHashSet<>(movers);
        for (var mover : movers) {
            reroute(mover, routeOf(before, mover), routeOf(after, mover), touched);
        }
        touched.forEach(this::refresh);
    }

    private Map<String, Set<EntryPath>> routes(List<EntryPath> movers) {
        var routes = new LinkedHashMap<String, Set<EntryPath>>();
        movers.forEach(mover -> routes.put(mover.key(), Projection.route(rows, mover)));
        return routes;
    }

    private static Set<EntryPath> routeOf(Map<String, Set<EntryPath>> routes, EntryPath mover) {
        return routes.getOrDefault(mover.key(), Set.of());
    }

    private void reroute(
            EntryPath mover, Set<EntryPath> before, Set<EntryPath> after, Set<EntryPath> touched) {
        touched.addAll(before);
        touched.addAll(after);
        for (var hop : before) {
            var row = rows.row(hop);
            rows.put(hop, row.withSources(without(row.sources(), mover)));
        }
        for (var hop : after) {
            var row = rows.row(hop);
            var sources = new ArrayList<>(without(row.sources(), mover));
            sources.add(mover);
            rows.put(hop, row.withSources(sources.stream().sorted().toList()));
        }
    }

    private static List<EntryPath> without(List<EntryPath> sources, EntryPath mover) {
        return sources.stream().filter(source -> !source.isSamePlaceAs(mover)).toList();
    }

    private void refresh(EntryPath place) {
        var row = rows.row(place);
        boolean shows = Projection.shows(rows, place);
        if (shows != row.shows()) {
            change(place, row, row.withShows(shows));
        }
    }

    /// Puts the row, and tells the directories above when the place appears or disappears.
    private void change(EntryPath place, TreeRow from, TreeRow to) {
        rows.put(place, to);
        if (from.isVisible() != to.isVisible() && !place.isRoot()) {
            var above = rows.row(place.parent());
            int below = above.below() + (to.isVisible() ? 1 : -1);
            change(place.parent(), above, above.withBelow(below));
        }
    }
}
