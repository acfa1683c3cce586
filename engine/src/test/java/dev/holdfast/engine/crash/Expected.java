package dev.holdfast.engine.crash;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.store.TestChunk;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What somebody who was told of every success may count on: the names and chunks that were
/// acknowledged, and changes that were begun, each of which is there whole or not at all.
final class Expected {

    /// A change that is under way.
    ///
    /// @param names what each of its names is to hold; empty for a name that is to go
    /// @param chunks whether each of its chunks is to be held
    record Change(Map<String, Optional<byte[]>> names, Map<ChunkId, Boolean> chunks) {

        static Change of(String name, Optional<byte[]> content) {
            return new Change(Map.of(name, content), Map.of());
        }

        static Change of(List<TestChunk> chunks, boolean isHeld) {
            var all = new HashMap<ChunkId, Boolean>();
            chunks.forEach(chunk -> all.put(chunk.id(), isHeld));
            return new Change(Map.of(), all);
        }
    }

    private final Map<String, byte[]> names = new TreeMap<>();
    private final Set<ChunkId> held = new HashSet<>();
    private final Set<ChunkId> dropped = new HashSet<>();
    private final List<Change> begun = new ArrayList<>();

    synchronized void begins(Change change) {
        begun.add(change);
    }

    synchronized void done(Change change) {
        begun.remove(change);
        change.names.forEach(
                (name, content) ->
                        content.ifPresentOrElse(
                                bytes -> names.put(name, bytes), () -> names.remove(name)));
        change.chunks.forEach(
                (id, isHeld) -> {
                    (isHeld ? held : dropped).add(id);
                    (isHeld ? dropped : held).remove(id);
                });
    }

    /// The change was refused, so nothing of it may be there.
    synchronized void refused(Change change) {
        begun.remove(change);
    }

    synchronized List<String> names() {
        return List.copyOf(names.keySet());
    }

    synchronized Map<String, byte[]> contents() {
        return new TreeMap<>(names);
    }

    synchronized Set<ChunkId> held() {
        return Set.copyOf(held);
    }

    /// Every promise that what was found breaks.
    synchronized List<String> broken(Found found) {
        var broken = new ArrayList<>(found.troubles());
        var left = new TreeMap<>(found.names());
        var sure = new TreeMap<>(names);
        for (var change : begun) {
            judge(change, found, broken);
            left.keySet().removeAll(change.names.keySet());
            sure.keySet().removeAll(change.names.keySet());
        }
        sure.forEach(
                (name, content) -> {
                    var there = left.remove(name);
                    if (!Arrays.equals(content, there)) {
                        broken.add(
                                "%s was acknowledged with %s and has %s"
                                        .formatted(name, told(content), told(there)));
                    }
                });
        left.keySet().forEach(name -> broken.add(name + " was removed and is back"));
        judgeChunks(found, broken);
        return broken;
    }

    private void judge(Change change, Found found, List<String> broken) {
        boolean isBefore = true;
        boolean isAfter = true;
        for (var each : change.names.entrySet()) {
            var there = found.names().get(each.getKey());
            isBefore &= Arrays.equals(there, names.get(each.getKey()));
            isAfter &= Arrays.equals(there, each.getValue().orElse(null));
        }
        if (!isBefore && !isAfter) {
            broken.add("a change of " + change.names.keySet() + " is there in part");
        }
    }

    private void judgeChunks(Found found, List<String> broken) {
        var open = new HashSet<ChunkId>();
        begun.forEach(change -> open.addAll(change.chunks.keySet()));
        for (var id : held) {
            if (!open.contains(id)
                    && !(found.booked().contains(id) && found.stored().contains(id))) {
                broken.add("chunk " + id + " was acknowledged and is not held");
            }
        }
        for (var id : dropped) {
            if (!open.contains(id)
                    && (found.booked().contains(id) || found.stored().contains(id))) {
                broken.add("chunk " + id + " was dropped and is back");
            }
        }
    }

    private static String told(byte @Nullable [] content) {
        return content == null
                ? "nothing"
                : "%d bytes (%08x)".formatted(content.length, Arrays.hashCode(content));
    }
}
