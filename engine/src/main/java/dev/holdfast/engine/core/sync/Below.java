package dev.holdfast.engine.core.sync;

import dev.holdfast.engine.core.namespace.EntryPath;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.NavigableMap;
import java.util.function.BiConsumer;

/// What is below a directory, found among many places without going through the others.
///
/// @param <T> what is known of a place
final class Below<T> {

    private final NavigableMap<EntryPath, T> places;
    private final EntryPath directory;
    private final String prefix;

    Below(NavigableMap<EntryPath, T> places, EntryPath directory) {
        this.places = places;
        this.directory = directory;
        prefix = directory.isRoot() ? "" : directory.key() + "/";
    }

    void forEach(BiConsumer<EntryPath, T> visitor) {
        for (var at = first(); at != null; at = of(places.higherEntry(at.getKey()))) {
            visitor.accept(at.getKey(), at.getValue());
        }
    }

    /// The first of them, in order.
    Map.@Nullable Entry<EntryPath, T> first() {
        var first = directory.first();
        return first.isEmpty() ? null : of(places.ceilingEntry(first.get()));
    }

    /// A place if it is below the directory.
    Map.@Nullable Entry<EntryPath, T> of(Map.@Nullable Entry<EntryPath, T> place) {
        return place != null && place.getKey().key().startsWith(prefix) ? place : null;
    }
}
