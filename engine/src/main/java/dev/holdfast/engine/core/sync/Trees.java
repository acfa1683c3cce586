package dev.holdfast.engine.core.sync;

import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.EntryVersion;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.tree.Shown;

import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The three trees of a linked folder. Places are counted from the folder's root, which is in none.
public record Trees(Folder folder, Volume volume, Synced synced) {

    /// What stands in the folder.
    ///
    /// @param root which directory it is, on which file system; empty when there is none
    /// @param unread places of which nothing is known now, nor of what is below: they were being
    ///   changed, or may not be read
    public record Folder(String root, SortedMap<EntryPath, Present> items, Set<EntryPath> unread) {

        public static final String NO_ROOT = "";

        public Folder {
            items = Collections.unmodifiableSortedMap(new TreeMap<>(items));
            unread = Collections.unmodifiableSortedSet(new TreeSet<>(unread));
        }
    }

    /// What the volume shows.
    ///
    /// @param applied the batches that went into it
    /// @param cut from which batch on nothing of a writer counts, for those of whom that is so
    /// @param missed places that were removed while the others did without this device
    public record Volume(
            VersionVector applied,
            Map<Actor, Long> cut,
            SortedMap<EntryPath, Shown> shown,
            Set<EntryPath> missed) {

        public Volume {
            cut = Map.copyOf(cut);
            shown = Collections.unmodifiableSortedMap(new TreeMap<>(shown));
            missed = Collections.unmodifiableSortedSet(new TreeSet<>(missed));
        }

        public Volume(
                VersionVector applied, Map<Actor, Long> cut, SortedMap<EntryPath, Shown> shown) {
            this(applied, cut, shown, Set.of());
        }

        public Volume(VersionVector applied, SortedMap<EntryPath, Shown> shown) {
            this(applied, Map.of(), shown);
        }

        /// Whether a batch will never go into it.
        boolean isCut(Dot dot) {
            return dot.n() >= cut.getOrDefault(dot.actor(), Long.MAX_VALUE);
        }
    }

    /// What both had when they last had the same. It may lack any part and be older than it could
    /// be: then more is compared and nothing is deleted.
    ///
    /// @param root of the folder then
    public record Synced(String root, SortedMap<EntryPath, Agreed> agreed) {

        /// Of a folder that was never looked at.
        public static final Synced NOTHING = new Synced(Folder.NO_ROOT, new TreeMap<>());

        public Synced {
            agreed = Collections.unmodifiableSortedMap(new TreeMap<>(agreed));
        }
    }

    /// The places where both had a version that counts no more: its writer wrote two histories, or
    /// was put out of the pool. Nothing follows from it, not even that what is missing was removed.
    SortedSet<EntryPath> lost() {
        var lost = new TreeSet<EntryPath>();
        synced.agreed()
                .forEach(
                        (path, agreed) -> {
                            if (agreed.wrote().filter(volume::isCut).isPresent()) {
                                lost.add(path);
                            }
                        });
        return lost;
    }

    /// The same, as if these places had never been the same on both sides.
    Trees without(Set<EntryPath> forgotten) {
        var left = new TreeMap<>(synced.agreed());
        left.keySet().removeAll(forgotten);
        return new Trees(folder, volume, new Synced(synced.root(), left));
    }

    /// The part of a linked folder that is looked at: some directories with what is directly in
    /// them, some with all that is below, and some single places. What the three trees say of such
    /// a part can be planned without the rest. Serves one thread while it grows.
    public static final class Part {

        private final Set<EntryPath> directories = new TreeSet<>();
        private final Set<EntryPath> trees = new TreeSet<>();
        private final Set<EntryPath> places = new TreeSet<>();
        private final Set<String> placeKeys = new HashSet<>();
        private final Set<String> directoryKeys = new HashSet<>();
        private final Set<String> treeKeys = new HashSet<>();

        /// What is directly in a directory belongs to it.
        public void addDirectory(EntryPath directory) {
            directories.add(directory);
            directoryKeys.add(directory.key());
        }

        /// All that is below a directory belongs to it.
        public void addTree(EntryPath directory) {
            trees.add(directory);
            treeKeys.add(directory.key());
        }

        /// A place belongs to it, and nothing that is beside it or below.
        public void addPlace(EntryPath place) {
            places.add(place);
            placeKeys.add(place.key());
        }

        /// In order.
        public Set<EntryPath> directories() {
            return new TreeSet<>(directories);
        }

        /// The directories with all that is below, but for those that are in another one.
        public Set<EntryPath> trees() {
            var outer = new TreeSet<EntryPath>();
            for (var tree : trees) {
                if (!isBelowTree(tree.key())) {
                    outer.add(tree);
                }
            }
            return outer;
        }

        /// Whether all that is in this directory and below it belongs to the part.
        public boolean isTree(EntryPath directory) {
            var key = directory.key();
            return treeKeys.contains(key) || isBelowTree(key);
        }

        /// Whether what is directly in this directory belongs to the part.
        public boolean isDirectory(EntryPath directory) {
            return directoryKeys.contains(directory.key()) || isTree(directory);
        }

        /// Whether a place, or a name that no volume can have, belongs to the part.
        public boolean has(String path) {
            return placeKeys.contains(path)
                    || directoryKeys.contains(above(path))
                    || isBelowTree(path);
        }

        private boolean isBelowTree(String path) {
            if (treeKeys.isEmpty()) {
                return false;
            }
            for (var at = above(path); !at.isEmpty(); at = above(at)) {
                if (treeKeys.contains(at)) {
                    return true;
                }
            }
            return false;
        }

        private static String above(String path) {
            int slash = path.lastIndexOf('/');
            return slash < 0 ? "" : path.substring(0, slash);
        }

        /// What of this belongs to the part.
        public <T> SortedMap<EntryPath, T> of(NavigableMap<EntryPath, T> all) {
            var some = new TreeMap<EntryPath, T>();
            for (var place : places) {
                var each = all.get(place);
                if (each != null) {
                    some.put(place, each);
                }
            }
            for (var directory : directories) {
                new Children<>(all, directory)
                        .forEachRemaining(each -> some.put(each.getKey(), each.getValue()));
            }
            trees().forEach(tree -> new Below<>(all, tree).forEach(some::put));
            return some;
        }

        /// Whether a directory is the one that it was when both sides had it, and both still have
        /// it: then nothing is to be done below it on its own account. A disk that is away, another
        /// directory of its name and one that is gone are not.
        ///
        /// @param here how it looks in the folder; empty when there is none
        /// @param there what the volume shows
        public static boolean isSteady(
                Optional<Agreed> known, Optional<Sight> here, Optional<Shown> there) {
            return known.filter(agreed -> agreed.item().isDirectory())
                    .filter(agreed -> agreed.since() == Agreed.Since.NOTHING)
                    .filter(agreed -> here.filter(agreed.sight()::equals).isPresent())
                    .filter(
                            agreed ->
                                    agreed.wrote()
                                            .equals(
                                                    there.flatMap(Shown::version)
                                                            .map(EntryVersion::dot)))
                    .filter(_ -> there.filter(Shown::isDirectory).isPresent())
                    .isPresent();
        }
    }
}
