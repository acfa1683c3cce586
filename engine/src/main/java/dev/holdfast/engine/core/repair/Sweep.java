package dev.holdfast.engine.core.repair;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.placement.Layout;
import dev.holdfast.engine.core.placement.Partition;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// The walk over all chunks held here: where it is, when the next one is due, and what it counted.
///
/// The counts are kept by slices of the ring. A walk replaces those of each slice as it leaves it,
/// so that at any time each slice shows its last full count.
final class Sweep {

    /// How long nothing changes before everything is looked at once more.
    private static final Duration EVERY = Duration.ofHours(1);

    private static final Duration RECOUNT_AFTER = Duration.ofSeconds(1);

    /// Debts in memory above which no page is read.
    private static final int WORK_MAX = 1024;

    /// Chunks remembered as just arrived.
    private static final int ARRIVALS_MAX = 16_384;

    private final LinkedHashMap<ChunkId, Instant> arrivals = new LinkedHashMap<>();
    private final @Nullable Tally[] slices = new Tally[1 << Layout.PARTITION_BITS];
    private Tally current = new Tally();
    private Instant wantedAt;
    private long number;
    private boolean isRunning;
    private boolean isReading;
    private @Nullable ChunkId after;
    private int slice;

    Sweep(Instant now) {
        wantedAt = now;
    }

    /// A walk is to begin then, or sooner.
    void wantAt(Instant at) {
        wantedAt = at.isBefore(wantedAt) ? at : wantedAt;
    }

    /// Looks again soon if copies were missing, or nothing was there to be counted; once for all
    /// that is learned meanwhile.
    void recount(Instant now) {
        var sum = sum();
        if (sum.isLacking() || sum.isEmpty()) {
            wantAt(now.plus(RECOUNT_AFTER));
        }
    }

    Instant wakeAt() {
        return isRunning ? Instant.MAX : wantedAt;
    }

    boolean isRunning() {
        return isRunning;
    }

    /// Begins a walk if one is due; true when it did.
    boolean begin(Instant now) {
        if (isRunning || wantedAt.isAfter(now)) {
            return false;
        }
        isRunning = true;
        number++;
        after = null;
        slice = 0;
        current = new Tally();
        wantedAt = now.plus(EVERY);
        return true;
    }

    /// What to read next, when `work` debts of the walk wait in memory.
    Optional<Repair.Effect.ReadPage> next(int work) {
        if (!isRunning || isReading || work >= WORK_MAX) {
            return Optional.empty();
        }
        isReading = true;
        return Optional.of(new Repair.Effect.ReadPage(number, Optional.ofNullable(after)));
    }

    /// Whether this is the page that was asked for. It then is the walk's next step: its chunks are
    /// to be given to [#visit] in order, and [#read] ends it.
    boolean takes(Repair.Event.PageRead page) {
        return isReading && page.sweep() == number;
    }

    void visit(ChunkId chunk) {
        leaveSlicesBefore(slice(chunk));
        after = chunk;
    }

    /// Goes on after `next`, or ends the walk when that is empty.
    void read(Optional<ChunkId> next) {
        isReading = false;
        if (next.isPresent()) {
            visit(next.get());
        } else {
            leaveSlicesBefore(slices.length);
            isRunning = false;
        }
    }

    /// Counts a chunk for which nothing is under way.
    void count(ChunkId chunk, ReplicaHealth health) {
        int place = slice(chunk);
        boolean isVisited = isRunning && after != null && chunk.compareTo(after) <= 0;
        if (isVisited && place == slice) {
            current.add(health);
        } else {
            var tally = slices[place];
            slices[place] = (tally == null ? new Tally() : tally).add(health);
        }
    }

    /// The sum of all slices.
    Tally sum() {
        var sum = new Tally();
        for (var tally : slices) {
            if (tally != null) {
                sum.add(tally);
            }
        }
        return sum;
    }

    void arrived(List<ChunkId> chunks, Instant now) {
        for (var chunk : chunks) {
            arrivals.putLast(chunk, now);
            if (arrivals.size() > ARRIVALS_MAX) {
                arrivals.pollFirstEntry();
            }
        }
    }

    /// What came before a device was removed is not left to its sender any more: that one may be
    /// the device, or may have counted on it.
    void forgetArrivals() {
        arrivals.clear();
    }

    /// When the chunk came from another device, if that was not long ago.
    Optional<Instant> arrival(ChunkId chunk) {
        return Optional.ofNullable(arrivals.get(chunk));
    }

    private void leaveSlicesBefore(int end) {
        for (; slice < end; slice++) {
            slices[slice] = current.isEmpty() ? null : current;
            current = new Tally();
        }
    }

    private static int slice(ChunkId chunk) {
        return Partition.of(chunk, Layout.PARTITION_BITS).index();
    }
}
