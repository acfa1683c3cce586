package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.tree.Projection;

import java.util.SortedMap;

/// Brings files into a volume's history and nowhere else.
final class Shelving {

    private Shelving() {}

    /// Writes each under its name, and removes it. Who is ended between the two leaves files that a
    /// person sees, and nothing else.
    static void shelve(SortedMap<EntryPath, Entry.Kind> shelf, PutSession put, Rooms rooms)
            throws NodeException, InterruptedException {
        put.write(edits -> shelf.forEach((name, kind) -> edits.write(name, kind, rooms.fresh())));
        put.write(
                edits ->
                        shelf.keySet().stream()
                                .flatMap(name -> Projection.find(edits.tree(), name).stream())
                                .forEach(edits::remove));
    }
}
