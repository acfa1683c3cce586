package dev.holdfast.engine.core.tree;

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
import dev.holdfast.engine.core.namespace.Entry.File;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.EntryVersion;
import dev.holdfast.engine.core.namespace.Hlc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/// One device in a test: its own tree, and what it wrote.
public final class Writer {

    public final List<List<EntryVersion>> written = new ArrayList<>();
    final MemoryRows rows = new MemoryRows(_ -> TreeRow.EMPTY);
    private final TreeUpdate update = new TreeUpdate(rows);
    private final Set<EntryPath> places = new TreeSet<>();
    private final Actor actor;
    private long millis = 1_000_000;

    public Writer(String name) {
        actor = new Actor(new DeviceId(hash(name)), name.hashCode());
    }

    public static Hash hash(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }

    static File file(String content) {
        var ref = new ChunkRef(new ChunkId(hash(content)), new ChunkKey(hash("key")), 1);
        return new File(new Content.One(ref, hash(content)), 0, false);
    }

    private Hash fresh() {
        return hash("node " + written.size() + " of " + actor);
    }

    /// Sets the device's clock.
    public Writer at(long newMillis) {
        millis = newMillis;
        return this;
    }

    /// Makes one change, as one batch.
    List<EntryVersion> edit(Consumer<Edits> change) {
        var edits = new Edits(rows, new Hlc(++millis, 0));
        change.accept(edits);
        var dot = new Dot(actor, written.size() + 1);
        var versions = edits.entries().stream().map(e -> new EntryVersion(e, dot)).toList();
        written.add(versions);
        receive(versions);
        return versions;
    }

    public List<EntryVersion> put(String path, String content) {
        return edit(e -> e.write(new EntryPath(path), file(content), fresh()));
    }

    public List<EntryVersion> mkdir(String path) {
        var directory = new Entry.Directory(0);
        return edit(e -> e.write(new EntryPath(path), directory, fresh()));
    }

    public List<EntryVersion> remove(String path) {
        return edit(e -> e.remove(shown(path)));
    }

    public List<EntryVersion> move(String path, String target) {
        return edit(e -> e.move(shown(path), new EntryPath(target)));
    }

    /// Everything of which a person may choose.
    List<Conflict> conflicts() {
        var all = new ArrayList<Shown>();
        places.forEach(place -> all.addAll(Projection.at(rows, place)));
        return all.stream()
                .flatMap(shown -> Conflict.lost(shown).stream())
                .distinct()
                .flatMap(place -> Conflict.at(rows, place, all).stream())
                .toList();
    }

    /// Decides the one conflict there is.
    ///
    /// @param kept which of its versions, the first is 0
    public List<EntryVersion> settle(int... kept) {
        return settle(conflicts().getFirst(), kept);
    }

    List<EntryVersion> settle(Conflict conflict, int... kept) {
        var others = new LinkedHashMap<Shown, EntryPath>();
        for (int each : Arrays.copyOfRange(kept, 1, kept.length)) {
            var name =
                    conflict.nameFor(
                            "kept",
                            path ->
                                    others.containsValue(path)
                                            || Projection.find(rows, path).isPresent());
            others.put(conflict.rivals().get(each), name);
        }
        return edit(e -> e.settle(conflict, conflict.rivals().get(kept[0]), others));
    }

    Shown shown(String path) {
        return Projection.find(rows, new EntryPath(path)).orElseThrow();
    }

    public void receive(List<EntryVersion> versions) {
        for (var version : versions) {
            update.add(version);
            for (var p = version.entry().path(); !p.isRoot(); p = p.parent()) {
                places.add(p);
            }
        }
    }

    void receiveAllOf(Writer other) {
        other.written.forEach(this::receive);
    }

    /// Every name with the content behind it, as a person would see the whole volume.
    public Map<String, String> names() {
        var names = new TreeMap<String, String>();
        for (var place : places) {
            for (var shown : Projection.at(rows, place)) {
                var before = names.put(shown.path().text(), describe(shown));
                if (before != null) {
                    throw new AssertionError("two things are named " + shown.path());
                }
            }
        }
        return names;
    }

    private static String describe(Shown shown) {
        if (shown.isDirectory()) {
            return "directory";
        }
        var kind = shown.version().orElseThrow().entry().kind();
        return kind instanceof File(var content, _, _)
                ? content.root().toString()
                : kind.toString();
    }
}
