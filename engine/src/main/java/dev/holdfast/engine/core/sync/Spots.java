package dev.holdfast.engine.core.sync;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.tree.Shown;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;

/// Goes through three trees side by side, in order of places, and looks nothing up.
final class Spots implements Iterator<Spots.Spot> {

    private final Cursor<Present> here;
    private final Cursor<Shown> shown;
    private final Cursor<Agreed> agreed;

    /// What the trees say of one place; null where one says nothing.
    record Spot(
            EntryPath path,
            @Nullable Present here,
            @Nullable Shown shown,
            @Nullable Agreed agreed) {}

    Spots(Trees trees) {
        here = new Cursor<>(trees.folder().items());
        shown = new Cursor<>(trees.volume().shown());
        agreed = new Cursor<>(trees.synced().agreed());
    }

    @Override
    public boolean hasNext() {
        return here.entry != null || shown.entry != null || agreed.entry != null;
    }

    @Override
    public Spot next() {
        var path = here.first(shown.first(agreed.first(null)));
        if (path == null) {
            throw new java.util.NoSuchElementException();
        }
        return new Spot(path, here.take(path), shown.take(path), agreed.take(path));
    }

    /// One tree, as far as it was gone through.
    private static final class Cursor<T> {

        private final Iterator<Map.Entry<EntryPath, T>> entries;
        private Map.@Nullable Entry<EntryPath, T> entry;

        Cursor(SortedMap<EntryPath, T> tree) {
            entries = tree.entrySet().iterator();
            advance();
        }

        private void advance() {
            entry = entries.hasNext() ? entries.next() : null;
        }

        /// The earlier place: the next of this tree, or the other.
        @Nullable EntryPath first(@Nullable EntryPath other) {
            if (entry == null) {
                return other;
            }
            var own = entry.getKey();
            return other == null || own.compareTo(other) <= 0 ? own : other;
        }

        @Nullable T take(EntryPath path) {
            if (entry == null || entry.getKey().compareTo(path) != 0) {
                return null;
            }
            var value = entry.getValue();
            advance();
            return value;
        }
    }
}
