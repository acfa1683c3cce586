package dev.holdfast.engine.core.sync;

import dev.holdfast.engine.core.namespace.EntryPath;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;

/// What is directly in a directory, found among many places without going through what is further
/// down.
///
/// @param <T> what is known of a place
final class Children<T> implements Iterator<Map.Entry<EntryPath, T>> {

    private final NavigableMap<EntryPath, T> places;
    private final Below<T> below;
    private final int depth;
    private Map.@Nullable Entry<EntryPath, T> next;

    Children(NavigableMap<EntryPath, T> places, EntryPath directory) {
        this.places = places;
        below = new Below<>(places, directory);
        depth = directory.depth() + 1;
        next = direct(below.first());
    }

    /// From this place on the first one that is directly in the directory.
    private Map.@Nullable Entry<EntryPath, T> direct(Map.@Nullable Entry<EntryPath, T> from) {
        var at = from;
        while (at != null && at.getKey().depth() > depth) {
            var path = at.getKey();
            var last = inner(path).last();
            at = below.of(places.higherEntry(last.compareTo(path) > 0 ? last : path));
        }
        return at;
    }

    /// The directory directly in this one that a place is below.
    private EntryPath inner(EntryPath path) {
        return new EntryPath(String.join("/", path.names().subList(0, depth)));
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public Map.Entry<EntryPath, T> next() {
        var now = next;
        if (now == null) {
            throw new NoSuchElementException();
        }
        next = direct(below.of(places.higherEntry(now.getKey())));
        return now;
    }
}
