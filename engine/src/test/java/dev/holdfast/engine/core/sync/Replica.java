package dev.holdfast.engine.core.sync;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkKey;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.EntryVersion;
import dev.holdfast.engine.core.namespace.Hlc;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.tree.Edits;
import dev.holdfast.engine.core.tree.MemoryRows;
import dev.holdfast.engine.core.tree.Projection;
import dev.holdfast.engine.core.tree.Shown;
import dev.holdfast.engine.core.tree.TreeRow;
import dev.holdfast.engine.core.tree.TreeUpdate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/// What one device in a test knows of a volume: the product's own trees, fed batch by batch.
final class Replica {

    final List<List<EntryVersion>> written = new ArrayList<>();
    final Actor actor;
    private final MemoryRows rows = new MemoryRows(_ -> TreeRow.EMPTY);
    private final TreeUpdate update = new TreeUpdate(rows);
    private final Set<EntryPath> places = new TreeSet<>();
    private final Map<Actor, Long> applied = new HashMap<>();
    private final Set<Hash> contents = new HashSet<>();
    private long millis;
    private long made;

    Replica(String name, long millis) {
        actor = new Actor(new DeviceId(hash(name)), name.hashCode());
        this.millis = millis;
    }

    static Hash hash(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }

    static Entry.Kind kind(Item item) {
        return switch (item) {
            case Item.File(var root, var length, var executable) ->
                    new Entry.File(
                            length == 0
                                    ? new Content.Empty()
                                    : new Content.One(
                                            new ChunkRef(
                                                    new ChunkId(root),
                                                    new ChunkKey(root),
                                                    (int) length),
                                            root),
                            0,
                            executable);
            case Item.Directory() -> new Entry.Directory(0);
            case Item.Symlink(var target) -> new Entry.Symlink(target, 0);
        };
    }

    Hash fresh() {
        return hash("node " + ++made + " of " + actor);
    }

    /// Makes one change, as one batch; nothing when it says nothing.
    void edit(Consumer<Edits> change) {
        var edits = new Edits(rows, new Hlc(++millis, 0));
        change.accept(edits);
        if (edits.entries().isEmpty()) {
            return;
        }
        var dot = new Dot(actor, written.size() + 1);
        var versions = edits.entries().stream().map(e -> new EntryVersion(e, dot)).toList();
        written.add(versions);
        receive(versions);
    }

    /// The next batch of another device that this one lacks.
    boolean hearOne(Replica other) {
        long n = applied.getOrDefault(other.actor, 0L);
        if (other == this || n == other.written.size()) {
            return false;
        }
        receive(other.written.get((int) n));
        return true;
    }

    private void receive(List<EntryVersion> versions) {
        var dot = versions.getFirst().dot();
        applied.put(dot.actor(), dot.n());
        for (var version : versions) {
            update.add(version);
            for (var p = version.entry().path(); !p.isRoot(); p = p.parent()) {
                places.add(p);
            }
            if (version.entry().kind() instanceof Entry.File(var content, _, _)) {
                contents.add(content.root());
            }
        }
    }

    Optional<Shown> shown(EntryPath path) {
        return Projection.find(rows, path);
    }

    SortedMap<EntryPath, Shown> shown() {
        var all = new TreeMap<EntryPath, Shown>();
        for (var place : places) {
            for (var shown : Projection.at(rows, place)) {
                all.put(shown.path(), shown);
            }
        }
        return all;
    }

    VersionVector applied() {
        return new VersionVector(new TreeMap<>(applied));
    }

    /// Whether some version that this device has, current or past, has the content.
    boolean remembers(Hash content) {
        return contents.contains(content);
    }
}
