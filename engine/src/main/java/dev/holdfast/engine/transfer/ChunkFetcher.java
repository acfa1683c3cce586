package dev.holdfast.engine.transfer;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.buffers.Shelf;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.routing.HolderRace;
import dev.holdfast.engine.core.wire.TransferMessage;
import dev.holdfast.engine.net.Connection;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;

/// Fetches a chunk from whichever device has it. The likeliest holders are tried in order; one that
/// lies, has lost the chunk or breaks off makes way for the next at once, and one that is slow is
/// raced by the next: the first sound copy counts. Only when none of them has it are all devices
/// asked. Safe for many threads: chunks that are fetched at once share the connections.
public final class ChunkFetcher {

    /// Who holds which chunks.
    public interface Holders {

        /// The reachable devices that probably hold a chunk, the likeliest first; asks nobody.
        List<DeviceId> likely(ChunkId id);

        /// The devices that say that they hold it.
        List<DeviceId> ask(ChunkId id) throws InterruptedException;

        /// A device that was asked for the chunk has no sound copy.
        void absent(DeviceId device, ChunkId id) throws InterruptedException;
    }

    /// The ways to devices.
    @FunctionalInterface
    public interface Ways {

        /// The connection to a device, which may have to be opened; empty when it cannot be
        /// reached.
        Optional<Connection> to(DeviceId device) throws InterruptedException;
    }

    /// Takes chunks as they come, from a thread for each holder.
    @FunctionalInterface
    public interface Arrival {

        /// @param sealed bytes that were checked against `id`, good until this returns
        void arrived(ChunkId id, ByteBuffer sealed) throws InterruptedException;
    }

    /// The most sealed bytes of a chunk that is small enough to be asked for among many.
    public static final int SMALL_MAX = 128 << 10;

    /// How long a holder is waited for over whose connection no bulk comes at all. On a narrow path
    /// a chunk comes after all else that is asked for at once, and after what was asked for and
    /// cancelled; as long as any of that comes the holder is there.
    public static final Duration SILENCE_MAX = Duration.ofSeconds(10);

    /// How long a chunk may take in all: as long as the 17 MiB that a get asks for at once take on
    /// the slowest path that is served, and a little more.
    public static final Duration CHUNK_MAX = Duration.ofMinutes(20);

    /// How long who all race are waited for: each ends by itself before that.
    public static final Duration RACE_MAX = CHUNK_MAX.multipliedBy(2);

    /// How long a holder is waited for before the next one is asked as well.
    public static final Duration HEDGE_AFTER = Duration.ofSeconds(1);

    /// Chunks on their way from second and third holders at once, over all fetches.
    private static final int BOXES = 4;

    /// How long holders are waited for.
    ///
    /// @param hedgeAfter until the next one is asked as well
    /// @param patience with each
    /// @param nanos a clock that never jumps
    record Waits(Duration hedgeAfter, Patience patience, LongSupplier nanos) {

        /// With a holder of many chunks. Where others hold them too it has a moment to begin, and
        /// then as long as what it gave takes on the slowest path.
        Patience withMany(boolean isAlone) {
            return isAlone ? patience : new Patience(hedgeAfter, hedgeAfter);
        }
    }

    private static final Waits WAITS =
            new Waits(HEDGE_AFTER, new Patience(SILENCE_MAX, CHUNK_MAX), System::nanoTime);

    private final Ways ways;
    private final Holders holders;
    private final Waits waits;
    private final Boxes boxes;

    public ChunkFetcher(Ways ways, Holders holders, Shelf shelf) {
        this(ways, holders, WAITS, shelf);
    }

    ChunkFetcher(Ways ways, Holders holders, Waits waits, Shelf shelf) {
        boxes = new Boxes(shelf, BOXES);
        this.ways = ways;
        this.holders = holders;
        this.waits = waits;
    }

    /// Puts the sealed bytes into `into`, checked against `id`, and moves its position behind them.
    ///
    /// @throws NodeException when no device that can be reached has a sound copy
    public void fetch(ChunkId id, ByteBuffer into) throws NodeException, InterruptedException {
        var tried = new HashSet<DeviceId>();
        if (race(holders.likely(id), tried, id, into) || race(holders.ask(id), tried, id, into)) {
            return;
        }
        throw new NodeException(
                Problem.Code.UNREACHABLE,
                tried.isEmpty()
                        ? "No device that can be reached now holds a part of this file."
                        : "None of the %d devices asked gave a sound copy of a part of this file."
                                .formatted(tried.size()),
                "Bring the devices that hold it online, then try again; `holdfast devices` shows"
                        + " who is missing.");
    }

    /// Asks the likeliest holder of each small chunk, each holder for many at once, and hands over
    /// what comes. What does not come without delay is left to [#fetch].
    public void fetchMany(Collection<ChunkId> ids, Arrival arrival) throws InterruptedException {
        var asked = new ArrayList<Future<?>>();
        try (var threads =
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("bulk-", 0).factory())) {
            byHolder(ids)
                    .forEach(
                            (holder, wanted) ->
                                    asked.add(
                                            threads.submit(() -> askAll(holder, wanted, arrival))));
            for (var each : asked) {
                each.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            throw new IllegalStateException("many chunks could not be asked for", e.getCause());
        }
    }

    private @Nullable Void askAll(Connection holder, Wanted wanted, Arrival arrival)
            throws InterruptedException {
        var ids = wanted.ids;
        var bulk = new Bulk(holders, arrival, waits.withMany(wanted.isAlone), waits.nanos);
        for (int i = 0; i < ids.size(); i += TransferMessage.CHUNKS_MAX) {
            bulk.ask(holder, ids.subList(i, Math.min(ids.size(), i + TransferMessage.CHUNKS_MAX)));
        }
        return null;
    }

    /// What one holder is asked for, and whether it is the only one for all of that.
    private static final class Wanted {
        final List<ChunkId> ids = new ArrayList<>();
        boolean isAlone = true;
    }

    private Map<Connection, Wanted> byHolder(Collection<ChunkId> ids) throws InterruptedException {
        var byHolder = new LinkedHashMap<Connection, Wanted>();
        for (var id : ids) {
            var likely = holders.likely(id);
            var holder = firstOf(likely);
            if (holder.isPresent()) {
                var wanted = byHolder.computeIfAbsent(holder.get(), _ -> new Wanted());
                wanted.ids.add(id);
                wanted.isAlone &= likely.size() == 1;
            }
        }
        return byHolder;
    }

    private Optional<Connection> firstOf(List<DeviceId> devices) throws InterruptedException {
        for (var device : devices) {
            var way = ways.to(device);
            if (way.isPresent()) {
                return way;
            }
        }
        return Optional.empty();
    }

    /// @param tried those that were asked; they are not asked again
    private boolean race(
            List<DeviceId> candidates, Set<DeviceId> tried, ChunkId id, ByteBuffer into)
            throws InterruptedException {
        var order = new HolderRace<>(candidates.stream().filter(d -> !tried.contains(d)).toList());
        try (var race = new Race(id, into, boxes, holders, waits)) {
            while (order.goesOn()) {
                var next = order.next();
                if (next.isPresent()) {
                    var way = ways.to(next.get());
                    if (way.isEmpty()) {
                        order.lost();
                        continue;
                    }
                    tried.add(next.get());
                    race.join(way.get());
                }
                switch (race.await(order.isAnotherReady() ? waits.hedgeAfter : RACE_MAX)) {
                    case SOUND -> {
                        return true;
                    }
                    case SILENCE -> order.silent();
                    case LOSS -> order.lost();
                }
            }
            return false;
        }
    }
}
