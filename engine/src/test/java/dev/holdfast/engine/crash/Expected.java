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

    /// The bytes of a disk.
    @FunctionalInterface
    interface Bytes {
        boolean have(byte[] sequence);
    }

    /// A chunk that is damaged.
    ///
    /// @param left its sealed bytes as they are on the disk
    @SuppressWarnings("ArrayRecordComponent")
    record Spoilt(TestChunk chunk, byte[] left) {

        /// Whether only what stands beside the bytes is hurt.
        boolean isBeside() {
            return Arrays.equals(left, chunk.sealed());
        }
    }

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
    private final Map<ChunkId, Spoilt> aside = new TreeMap<>();
    private final Set<ChunkId> seen = new HashSet<>();
    private final Set<ChunkId> booked = new HashSet<>();
    private final Set<ChunkId> heard = new HashSet<>();

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

    /// A chunk that is held has been damaged on the disk.
    ///
    /// @param left what is to be there until there is a sound copy
    synchronized void spoilt(TestChunk chunk, byte[] left) {
        aside.put(chunk.id(), new Spoilt(chunk, left));
    }

    synchronized Map<ChunkId, Spoilt> spoilt() {
        return new TreeMap<>(aside);
    }

    /// Chunks that are held for others, and that nothing is just done to.
    synchronized Set<ChunkId> settled() {
        var settled = new HashSet<>(held);
        begun.forEach(change -> settled.removeAll(change.chunks.keySet()));
        return settled;
    }

    /// A sound copy is there again.
    synchronized void mended(ChunkId id) {
        aside.remove(id);
    }

    synchronized Set<ChunkId> aside() {
        return Set.copyOf(aside.keySet());
    }

    /// What the books say between two changes.
    synchronized void counts(Set<ChunkId> all) {
        booked.clear();
        booked.addAll(all);
        seen.addAll(all);
        heard.removeAll(all);
    }

    /// The other devices have noted that these copies count no more.
    synchronized void hear(List<ChunkId> ids) {
        heard.addAll(ids);
    }

    /// Every promise that what was found breaks.
    ///
    /// @param packs what is on the disk
    synchronized List<String> broken(Found found, Bytes packs) {
        var broken = new ArrayList<>(found.troubles());
        found.unsound()
                .forEach(
                        (id, what) -> {
                            if (!aside.containsKey(id)) {
                                broken.add(what);
                            }
                        });
        judgeAside(found, packs, broken);
        judgeGone(found, broken);
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

    /// Damaged bytes stay until there is a sound copy, and the chunk stays on the books.
    private void judgeAside(Found found, Bytes packs, List<String> broken) {
        aside.forEach(
                (id, spoilt) -> {
                    if (!found.booked().contains(id)) {
                        broken.add("chunk " + id + " is damaged and has left the books");
                    } else if (found.unsound().containsKey(id) && !packs.have(spoilt.left)) {
                        broken.add("chunk " + id + " is damaged and its bytes are gone");
                    }
                });
    }

    /// A chunk that goes for good goes after the others have heard of it, and does not come back.
    private void judgeGone(Found found, List<String> broken) {
        for (var id : seen) {
            boolean isOnBooks = found.booked().contains(id);
            boolean isStored = found.stored().contains(id);
            if (held.contains(id) || dropped.contains(id)) {
                continue; // told of elsewhere
            }
            if (!(isOnBooks && isStored) && !heard.contains(id)) {
                broken.add("chunk " + id + " is gone and nobody was told");
            } else if ((isOnBooks || isStored) && !booked.contains(id) && begun.isEmpty()) {
                broken.add("chunk " + id + " was deleted and is back");
            }
        }
    }

    private void judgeChunks(Found found, List<String> broken) {
        var open = new HashSet<ChunkId>();
        begun.forEach(change -> open.addAll(change.chunks.keySet()));
        for (var id : held) {
            if (!open.contains(id)
                    && !aside.containsKey(id)
                    && !(found.booked().contains(id) && found.stored().contains(id))) {
                broken.add("chunk " + id + " was acknowledged and is not held");
            }
        }
        for (var id : dropped) {
            if (!open.contains(id)
                    && (found.booked().contains(id) || found.opened().contains(id))) {
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
