package dev.holdfast.engine.core.sync;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.tree.Shown;

import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
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
    public record Volume(VersionVector applied, SortedMap<EntryPath, Shown> shown) {

        public Volume {
            shown = Collections.unmodifiableSortedMap(new TreeMap<>(shown));
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
}
