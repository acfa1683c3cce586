package dev.holdfast.engine.node;

import dev.holdfast.engine.catalog.CatalogException;
import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.collecting.Strays;
import dev.holdfast.engine.core.collect.Grace;
import dev.holdfast.engine.core.collect.Leftovers;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.record.JournalRecord.ChunksDropped;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.wal.JournalException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Gives back the room of what puts have left that ended before all was named: after a while, so
/// that the same put can be run again and stores only what is missing, and at once when there is no
/// room otherwise. Safe for many threads.
///
/// A chunk is out of the books before it is out of the store. One that is in the store and not in
/// the books, since a process ended in between, is removed too.
final class Clearing implements AutoCloseable {

    /// Chunks removed together.
    private static final int PAGE_CHUNKS = 1024;

    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Clearing.class);

    private final OpenHome home;
    private final Claims claims;
    private final Unfinished unfinished;
    private final Grace grace;
    private final Duration every;
    private final Semaphore woken = new Semaphore(0);
    private final ReentrantLock lock = new ReentrantLock();
    private final Runnable told;
    private final Chore chore;

    private Clearing(OpenHome home, Unfinished unfinished, Duration span, Runnable told) {
        this.home = home;
        this.unfinished = unfinished;
        claims = home.claims();
        grace = new Grace(span);
        every = span.compareTo(LOOK_EVERY) < 0 ? span : LOOK_EVERY;
        this.told = told;
        chore =
                Chore.start(
                        "clearing",
                        "What puts have left is still being removed; the next start goes on.",
                        this::run);
    }

    /// Looks from now on.
    ///
    /// @param span how long what was left is kept
    /// @param told is called when it was found out what a put has left, and so what it has not
    static Clearing start(OpenHome home, Duration span, Runnable told) {
        return new Clearing(home, new Unfinished(home.archive(), home::sealer), span, told);
    }

    /// A put has ended before all was named.
    ///
    /// @param isFull whether it ended because there was no room
    void left(boolean isFull) {
        if (isFull && clear()) {
            try {
                boolean _ = squeeze();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        woken.release();
    }

    /// Gives the room of removed chunks back to the file system, also where it is little.
    ///
    /// @return whether there was any
    boolean squeeze() throws InterruptedException {
        boolean isAny = false;
        try {
            while (home.store().squeeze() > 0) {
                isAny = true;
            }
        } catch (StoreException e) {
            LOG.warn("Room of removed chunks is not given back: {}", e.getMessage());
        }
        return isAny;
    }

    /// Gives back at once what unfinished puts have left.
    ///
    /// @return whether it was anything
    boolean clear() {
        return clear(claims.unfinished());
    }

    private void run() throws InterruptedException {
        lookAtNew();
        removeStrays();
        var clock = new SteadyClock(home.clock());
        while (true) {
            lookAtNew();
            boolean _ = clear(grace.over(claims.unfinished(), clock.instant()));
            boolean _ = woken.tryAcquire(every.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void lookAtNew() {
        for (var claim : claims.unfinished()) {
            if (!claims.left().containsKey(claim)) {
                find(claim);
            }
        }
    }

    private Optional<Set<ChunkId>> find(Stamp claim) {
        try {
            var left = unfinished.left(claim);
            claims.found(claim, left);
            return Optional.of(left);
        } catch (Unfinished.DoubtException | CatalogException e) {
            LOG.warn("What a put has left is kept: {}.", e.getMessage());
            return Optional.empty();
        } finally {
            if (claims.looked(claim)) {
                told.run();
            }
        }
    }

    private boolean clear(Collection<Stamp> over) {
        boolean isAny = false;
        lock.lock();
        try {
            for (var claim : over) {
                isAny |= clear(claim);
            }
        } catch (JournalException | StoreException | CatalogException e) {
            LOG.error("What a put has left cannot be removed.", e);
        } finally {
            lock.unlock();
        }
        return isAny;
    }

    private boolean clear(Stamp claim) throws JournalException, StoreException {
        var found = find(claim);
        if (found.isEmpty()) {
            return false;
        }
        var left = List.copyOf(found.get());
        int removed = 0;
        for (int i = 0; i < left.size(); i += PAGE_CHUNKS) {
            removed += remove(claim, left.subList(i, Math.min(left.size(), i + PAGE_CHUNKS)));
        }
        home.store().sync();
        LOG.info("Removed {} chunks that an unfinished put has left.", removed);
        if (removed == left.size() && claims.unfinished().contains(claim)) {
            claims.close(claim);
        }
        return removed > 0;
    }

    /// @return how many there were that nobody wanted meanwhile
    private int remove(Stamp claim, List<ChunkId> page) throws JournalException, StoreException {
        var dropped = new ArrayList<ChunkId>();
        try (var going = home.pins().going(page)) {
            claims.<JournalException>whileUnfinished(
                    claim,
                    () -> {
                        facts(page).stream()
                                .filter(facts -> facts.held() && going.contains(facts.id()))
                                .filter(facts -> Leftovers.isOnly(claim, facts.stamps()))
                                .filter(facts -> facts.holders().isEmpty())
                                .forEach(facts -> dropped.add(facts.id()));
                        if (!dropped.isEmpty()) {
                            home.ledger().commit(new ChunksDropped(dropped));
                        }
                    });
            home.store().remove(dropped);
        }
        return dropped.size();
    }

    private List<ChunkFacts> facts(List<ChunkId> ids) {
        return home.ledger().views().chunks().facts(ids);
    }

    private void removeStrays() {
        try {
            new Strays(home.archive(), home.pins()).remove(home.damages().now().size());
        } catch (StoreException | CatalogException e) {
            LOG.error("Chunks that are in no book cannot be removed.", e);
        }
    }

    @Override
    public void close() {
        chore.close();
    }
}
