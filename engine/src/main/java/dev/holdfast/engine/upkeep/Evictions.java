package dev.holdfast.engine.upkeep;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.repair.HeldChunk;
import dev.holdfast.engine.core.repair.Parting;
import dev.holdfast.engine.core.repair.PoolView;
import dev.holdfast.engine.core.repair.Repair;
import dev.holdfast.engine.core.repair.Repair.Effect.ReadPage;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.store.ChunkStore;
import dev.holdfast.engine.store.Pins;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.wal.JournalException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// Lets go, in its own time, of copies that belong on other devices: what this device wrote, or
/// kept for an owner that was away. Each goes only when all its owners have it and as many devices
/// have pledged to keep theirs. Safe for many threads.
public final class Evictions implements AutoCloseable {

    /// How often everything held is looked at though nothing seems to have changed.
    private static final Duration EVERY = Duration.ofHours(1);

    /// How long a copy that could not go waits at least until it is tried again.
    private static final Duration RETRY = Duration.ofSeconds(10);

    /// How often devices are told again how an asking ended.
    private static final Duration TICK = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Evictions.class);

    /// What this room leans on.
    ///
    /// @param pins the chunks that must stay for now
    /// @param clock a clock that never jumps
    /// @param rounds gives a random number for each asking
    public record Ports(
            ChunkStore store,
            Ledger ledger,
            Pins pins,
            InstantSource clock,
            Supplier<Hash> rounds) {}

    /// The ways to the other devices.
    public record Ways(Pusher pusher, Pledgers pledgers) {}

    /// When copies go, and how fast.
    ///
    /// @param evictAfter how long the pool is at rest before copies go
    /// @param bytesPerSecond how much of sealed bytes is let go in a second at the most; at 0
    ///   nothing is given to others unless a person asks for it
    public record Policy(Duration evictAfter, long bytesPerSecond) {}

    private final Ports ports;
    private final Policy policy;
    private final Upkeep upkeep;
    private final Books books;
    private final PledgeDesk desk;
    private final Farewell farewell;
    private final Amends amends;
    private final Retiring retiring;
    private final Pledgers pledgers;
    private final Relief relief;
    private final Semaphore woken = new Semaphore(0);
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("evictions-", 0).factory());
    private volatile PoolView view;
    private volatile Instant stirredAt;
    private volatile boolean isStirred = true;
    private volatile boolean isHurried;
    private volatile boolean isDraining;
    private volatile Moved moved = Moved.NOTHING;
    private Instant walkedAt;

    /// Takes up what the journal says, and begins.
    ///
    /// @throws StoreException when what was let go before a crash cannot be removed
    public static Evictions start(
            Ports ports, Ways ways, Upkeep upkeep, PoolView view, Policy policy)
            throws StoreException, JournalException {
        var evictions = new Evictions(ports, ways, upkeep, view, policy);
        evictions.threads.execute(evictions::run);
        return evictions;
    }

    private Evictions(Ports ports, Ways ways, Upkeep upkeep, PoolView view, Policy policy)
            throws StoreException, JournalException {
        this.ports = ports;
        this.policy = policy;
        this.upkeep = upkeep;
        this.view = view;
        stirredAt = ports.clock().instant();
        walkedAt = stirredAt;
        books = upkeep.books();
        var deskPorts =
                new PledgeDesk.Ports(ports.store(), ports.ledger(), ports.pins(), ports.clock());
        desk = new PledgeDesk(view.self(), d -> this.view.members().contains(d), deskPorts);
        farewell = new Farewell(books, desk, ways, upkeep);
        amends = new Amends(books, desk, ways.pledgers());
        retiring = new Retiring(desk);
        pledgers = ways.pledgers();
        relief = new Relief(books, farewell, () -> this.view, ports.rounds(), ports.clock());
    }

    /// Chunks came here, or were offered and were here already: they stay.
    public void arrived(Collection<ChunkId> ids) {
        retiring.revive(ids);
        stir();
    }

    /// Deletes chunks for good that nobody needs, once all other devices have noted that these
    /// copies count no more.
    ///
    /// @param dead the chunks as they stood when that was found out
    /// @return how many have gone; none while a device of the pool cannot be reached
    public int retire(List<ChunkFacts> dead, Retiring.Late late)
            throws InterruptedException, JournalException {
        var round = ports.rounds().get();
        return retiring.retire(
                dead, late, view, (device, ids) -> pledgers.end(device, round, ids, true));
    }

    /// Chunks came here, so that some may have to go on.
    public void stir() {
        stirredAt = ports.clock().instant();
        isStirred = true;
    }

    /// A person wants copies to go now to where they belong.
    ///
    /// @return how many walks have begun when all was looked at after this
    public long hurry() {
        long next = moved.begun() + 1;
        isHurried = true;
        woken.release();
        return next;
    }

    public Moved moved() {
        return moved;
    }

    /// Copies held here that belong on other devices.
    public Balance balance() {
        return Balance.of(books, view);
    }

    /// Whether copies go as soon as they can: all of a device that is drained belong on others, and
    /// somebody waits.
    public void drain(boolean isWanted) {
        if (isDraining != isWanted) {
            isDraining = isWanted;
            woken.release();
        }
    }

    /// The roster, the layout or who is online changed.
    public void poolChanged(PoolView changed) {
        var before = view;
        view = changed;
        if (changed.equals(before)) {
            return;
        }
        stir();
        for (var device : before.members()) {
            if (!changed.members().contains(device)) {
                threads.execute(() -> removed(device));
            }
        }
        for (var device : changed.others().keySet()) {
            if (changed.isOnline(device) && !before.isOnline(device)) {
                threads.execute(() -> remind(device));
            }
        }
    }

    /// A device asks this one to pledge its copies. From the question on, the asker's own count no
    /// more here.
    ///
    /// @return the proofs of the copies that are pledged, durably
    public Map<ChunkId, Hash> asked(DeviceId asker, Hash round, List<ChunkId> ids)
            throws InterruptedException {
        boolean _ = upkeep.left(asker, ids);
        try {
            return desk.asked(asker, round, ids);
        } catch (JournalException e) {
            LOG.error("A pledge could not be written down, so none is given.", e);
            return Map.of();
        }
    }

    /// The asker says how its asking ended, or that it has lost its copies.
    ///
    /// @return whether that is written down; if not, it must be told again
    public boolean ended(DeviceId asker, Hash round, List<ChunkId> ids, boolean isDropped)
            throws InterruptedException {
        if (isDropped && !upkeep.left(asker, ids)) {
            return false;
        }
        try {
            desk.ended(asker, round, ids);
            return true;
        } catch (JournalException e) {
            LOG.error("The end of a pledge could not be written down.", e);
            return false;
        }
    }

    /// Lets go of chunks of a put that is under way, which has no room for them, once two other
    /// devices have pledged to keep theirs, or as many as copies are asked for. Waits for them.
    ///
    /// @return those that are gone; none when too few devices are there, or no copy was made for a
    ///   minute
    public Set<ChunkId> relieve(Collection<ChunkId> staged)
            throws InterruptedException, JournalException {
        return relief.part(staged);
    }

    /// Ends what is under way; the journal knows how far it came.
    @Override
    public void close() {
        threads.shutdownNow();
    }

    private void run() {
        try {
            while (true) {
                rest(shorter(policy.evictAfter(), TICK));
                done(this::tick);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? b : a;
    }

    private void rest(Duration duration) throws InterruptedException {
        boolean _ = woken.tryAcquire(duration.toNanos(), NANOSECONDS);
    }

    /// What nobody foresaw ends one tick.
    private static void done(Ticking ticking) throws InterruptedException {
        var task =
                new FutureTask<Void>(
                        () -> {
                            ticking.run();
                            return null;
                        });
        task.run();
        if (task.state() == Future.State.FAILED) {
            if (task.exceptionNow() instanceof InterruptedException stop) {
                throw stop;
            }
            LOG.error("Copies that could go stay for now.", task.exceptionNow());
        }
    }

    private interface Ticking {
        void run() throws InterruptedException, JournalException;
    }

    private void tick() throws InterruptedException, JournalException {
        var pool = view;
        for (var device : pool.others().keySet()) {
            if (pool.isOnline(device)) {
                farewell.tell(desk.untold(device));
            }
        }
        var now = ports.clock().instant();
        boolean isRested = isStirred && !now.isBefore(stirredAt.plus(policy.evictAfter()));
        boolean isDue = !now.isBefore(walkedAt.plus(longer(EVERY, policy.evictAfter())));
        boolean isAsked = isHurried || isDraining;
        if (isRested || isDue || isAsked) {
            walkedAt = now;
            isStirred = false;
            isHurried = false;
            if (!walk(isAsked || policy.bytesPerSecond() > 0)) {
                stirredAt = now.plus(longer(RETRY, policy.evictAfter())).minus(policy.evictAfter());
                isStirred = true;
            }
        }
    }

    /// Looks at everything held here, page by page.
    ///
    /// @param mayGive whether copies go; what the disk has lost leaves the books in any case
    /// @return whether all that could go has gone
    private boolean walk(boolean mayGive) throws InterruptedException, JournalException {
        moved = moved.begins();
        try {
            return walkThrough(mayGive);
        } finally {
            moved = moved.ends();
        }
    }

    private boolean walkThrough(boolean mayGive) throws InterruptedException, JournalException {
        boolean isAll = true;
        var after = Optional.<ChunkId>empty();
        do {
            var page = books.page(new ReadPage(0, after));
            isAll &= amends.make(page.lost(), view, ports.rounds().get());
            for (var group : groups(mayGive ? partings(page.chunks()) : List.of())) {
                var left = farewell.part(group, ports.rounds().get());
                isAll &= left.size() == group.size();
                moved = moved.plus(group, left);
                pause(group);
            }
            after = page.next();
        } while (after.isPresent());
        return isAll;
    }

    private List<Parting> partings(List<HeldChunk> chunks) {
        return chunks.stream().flatMap(chunk -> Parting.of(chunk, view).stream()).toList();
    }

    private void pause(List<Parting> group) throws InterruptedException {
        long bytes = group.stream().mapToLong(parting -> parting.chunk().length()).sum();
        if (policy.bytesPerSecond() > 0) {
            rest(Duration.ofNanos((long) (bytes * 1e9 / policy.bytesPerSecond())));
        }
    }

    /// So few together that they can be offered at once.
    static List<List<Parting>> groups(List<Parting> partings) {
        var groups = new ArrayList<List<Parting>>();
        var group = new ArrayList<Parting>();
        long bytes = 0;
        for (var parting : partings) {
            int length = parting.chunk().length();
            boolean isFull =
                    group.size() >= Repair.PUSH_CHUNKS_MAX
                            || bytes + length > Repair.PUSH_BYTES_MAX;
            if (isFull && !group.isEmpty()) {
                groups.add(List.copyOf(group));
                group.clear();
                bytes = 0;
            }
            group.add(parting);
            bytes += length;
        }
        if (!group.isEmpty()) {
            groups.add(List.copyOf(group));
        }
        return groups;
    }

    private void removed(DeviceId device) {
        try {
            desk.removed(device);
        } catch (JournalException e) {
            LOG.error("That pledges are over could not be written down.", e);
        }
    }

    private void remind(DeviceId device) {
        try {
            farewell.tell(desk.untold(device));
        } catch (JournalException e) {
            LOG.error("That pledges are over could not be written down.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
