package dev.holdfast.engine.catalog.memory;

import dev.holdfast.engine.catalog.NamesView;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.EntryVersion;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.tree.Projection;
import dev.holdfast.engine.core.tree.Shown;
import dev.holdfast.engine.core.tree.Tree;
import dev.holdfast.engine.core.tree.TreeRow;
import dev.holdfast.engine.core.tree.TreeRows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The rows of every volume, in the order of their places.
final class MemoryNames implements NamesView {

    private static final class Rows implements TreeRows {

        private final TreeMap<EntryPath, TreeRow> rows = new TreeMap<>();

        @Override
        public TreeRow row(EntryPath path) {
            return rows.getOrDefault(path, TreeRow.EMPTY);
        }

        @Override
        public void put(EntryPath path, TreeRow row) {
            rows.put(path, row);
        }
    }

    private final Object lock;
    private final Map<VolumeId, Rows> volumes = new HashMap<>();

    MemoryNames(Object lock) {
        this.lock = lock;
    }

    TreeRows rows(VolumeId volume, boolean afresh) {
        var rows = rows(volume);
        if (afresh) {
            rows.rows.clear();
        }
        return rows;
    }

    void forget() {
        volumes.clear();
    }

    private Rows rows(VolumeId volume) {
        return volumes.computeIfAbsent(volume, _ -> new Rows());
    }

    @Override
    public Tree tree(VolumeId volume) {
        return path -> {
            synchronized (lock) {
                return rows(volume).row(path);
            }
        };
    }

    @Override
    public Page list(VolumeId volume, EntryPath directory, String after, int places) {
        synchronized (lock) {
            var rows = rows(volume);
            var shown = new ArrayList<Shown>();
            var from = after.isEmpty() ? directory : new EntryPath(after);
            int found = 0;
            for (var place : rows.rows.tailMap(from, false).keySet()) {
                if (!place.parent().isSamePlaceAs(directory) || !rows.row(place).isVisible()) {
                    continue;
                }
                shown.addAll(Projection.at(rows, place));
                if (++found == Math.min(places, PAGE_MAX)) {
                    return new Page(shown, Optional.of(place.key()));
                }
            }
            return new Page(shown, Optional.empty());
        }
    }

    @Override
    public List<EntryVersion> node(VolumeId volume, Hash node) {
        synchronized (lock) {
            return rows(volume).rows.values().stream()
                    .flatMap(row -> row.siblings().stream())
                    .filter(v -> v.entry().isLive() && v.entry().node().equals(node))
                    .toList();
        }
    }
}
