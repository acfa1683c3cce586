package dev.holdfast.engine.files;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.tree.Shown;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Says who has a file that is not here.
record Bearing(Rooms rooms) {

    /// Names of the devices that may have what is missing: the one that wrote it, and those that
    /// are known to hold the chunk from which all others follow.
    List<String> of(Shown shown) throws InterruptedException {
        var names = new TreeSet<String>();
        writer(shown).ifPresent(names::add);
        var top = GetVerb.kind(shown).flatMap(Bearing::top);
        if (top.isPresent() && !rooms.keeping().store().index().contains(top.get())) {
            rooms.pool().holders(List.of(top.get())).values().forEach(names::addAll);
        }
        return List.copyOf(names);
    }

    /// The name of the device that wrote it, if that is another one. Nobody is asked.
    Optional<String> writer(Shown shown) {
        return shown.version().flatMap(version -> name(version.written().actor()));
    }

    /// The name of the device that is this writer, if that is another one.
    Optional<String> name(Actor writer) {
        var self = rooms.keeping().ledger().views().self().actor();
        return self.equals(Optional.of(writer))
                ? Optional.empty()
                : Optional.of(rooms.pool().name(writer.device()));
    }

    private static Optional<ChunkId> top(Entry.Kind kind) {
        return switch (kind) {
            case Entry.File(Content.One(var ref, _), _, _) -> Optional.of(ref.id());
            case Entry.File(Content.Tree(var ref, _, _, _), _, _) -> Optional.of(ref.id());
            default -> Optional.empty();
        };
    }
}
