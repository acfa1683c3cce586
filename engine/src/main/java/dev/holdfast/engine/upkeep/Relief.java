package dev.holdfast.engine.upkeep;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.repair.HeldChunk;
import dev.holdfast.engine.core.repair.Parting;
import dev.holdfast.engine.core.repair.PoolView;
import dev.holdfast.engine.wal.JournalException;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Lets go of what a put that is under way has stored here, so that it can go on where there is no
/// room for all of it. The put goes at the pace of those who take the copies.
record Relief(
        Books books,
        Farewell farewell,
        Supplier<PoolView> view,
        Supplier<Hash> rounds,
        InstantSource clock) {

    /// How long there may come no further copy before the put is given up.
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    /// Parts from as many of these as enough others have, and waits while it is none.
    ///
    /// @return those that are gone; none when too few devices are there, or nothing has come of
    ///   waiting
    Set<ChunkId> part(Collection<ChunkId> staged) throws InterruptedException, JournalException {
        long most = -1;
        var until = clock.instant().plus(PATIENCE);
        while (true) {
            var seen = view.get();
            var chunks = books.held(staged);
            if (chunks.stream().noneMatch(chunk -> canBeStored(chunk, seen))) {
                return Set.of();
            }
            var gone = part(chunks, seen);
            if (!gone.isEmpty()) {
                return gone;
            }
            long copies = chunks.stream().mapToLong(chunk -> chunk.holders().size()).sum();
            if (copies > most) {
                most = copies;
                until = clock.instant().plus(PATIENCE);
            } else if (!clock.instant().isBefore(until)) {
                return Set.of();
            }
            rest();
        }
    }

    /// Whether there are enough devices to pledge the chunk.
    private static boolean canBeStored(HeldChunk chunk, PoolView seen) {
        long others =
                seen.layout().devices().stream()
                        .filter(device -> !device.equals(seen.self()) && seen.isOnline(device))
                        .count();
        return others >= Parting.stagedPledges(chunk, seen);
    }

    private Set<ChunkId> part(List<HeldChunk> chunks, PoolView seen)
            throws InterruptedException, JournalException {
        var gone = new TreeSet<ChunkId>();
        var partings =
                chunks.stream().flatMap(chunk -> Parting.ofStaged(chunk, seen).stream()).toList();
        for (var group : Evictions.groups(partings)) {
            gone.addAll(farewell.part(group, rounds.get()));
        }
        return gone;
    }

    private static void rest() throws InterruptedException {
        boolean _ = new Semaphore(0).tryAcquire(LOOK_EVERY.toNanos(), TimeUnit.NANOSECONDS);
    }
}
