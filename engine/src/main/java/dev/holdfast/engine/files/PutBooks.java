package dev.holdfast.engine.files;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.record.JournalRecord.Known;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// What one put has kept, and what of it is not journaled yet. Safe for many threads.
final class PutBooks {

    /// What a put has done so far.
    record Tally(long chunks, long fresh, long storedBytes) {}

    /// What was kept since the last commit.
    record Entries(List<ChunkId> chunks, List<ChunkId> nodes, List<Known> contents) {
        static Entries none() {
            return new Entries(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    private final Set<ChunkId> all = new HashSet<>();
    private final List<ChunkId> order = new ArrayList<>();
    private Entries open = Entries.none();
    private long openBytes;
    private Tally tally = new Tally(0, 0, 0);

    synchronized void enter(ChunkId id, boolean isNode, int storedBytes) {
        (isNode ? open.nodes : open.chunks).add(id);
        if (all.add(id)) {
            order.add(id);
        }
        openBytes += storedBytes;
        tally =
                new Tally(
                        tally.chunks + 1,
                        tally.fresh + (storedBytes > 0 ? 1 : 0),
                        tally.storedBytes + storedBytes);
    }

    synchronized void remember(Known content) {
        open.contents.add(content);
    }

    /// Counts a chunk that was entered before.
    synchronized void again() {
        tally = new Tally(tally.chunks + 1, tally.fresh, tally.storedBytes);
    }

    synchronized Tally tally() {
        return tally;
    }

    /// Every chunk kept, each once.
    synchronized Set<ChunkId> all() {
        return Set.copyOf(all);
    }

    /// How many chunks were kept, each counted once.
    synchronized int count() {
        return order.size();
    }

    /// The chunks that were kept after the first `from`, up to `to`.
    synchronized Set<ChunkId> kept(int from, int to) {
        return Set.copyOf(order.subList(from, to));
    }

    /// Sealed bytes that are not journaled yet.
    synchronized long openBytes() {
        return openBytes;
    }

    /// Takes out what is to be journaled now.
    synchronized Entries take() {
        var taken = open;
        open = Entries.none();
        openBytes = 0;
        return taken;
    }

    /// Chunks that are not to be journaled any more, those kept first at the beginning.
    synchronized List<ChunkId> written(int atMost, Predicate<ChunkId> isHere) {
        var unwritten = new HashSet<>(open.chunks);
        unwritten.addAll(open.nodes);
        return order.stream()
                .filter(id -> !unwritten.contains(id) && isHere.test(id))
                .limit(atMost)
                .toList();
    }
}
