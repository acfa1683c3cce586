package dev.holdfast.engine.node;

import dev.holdfast.engine.core.collect.Leftovers;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.core.record.JournalRecord.ClaimClosed;
import dev.holdfast.engine.core.record.JournalRecord.ClaimOffered;
import dev.holdfast.engine.core.record.JournalRecord.ClaimOpened;
import dev.holdfast.engine.core.record.JournalRecord.ClaimWithheld;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.wal.JournalException;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// The claims of this device's puts: which of them run, and of which nothing was offered to other
/// devices. One of which nothing was offered stays open when its put ends before all names are
/// written: it is *unfinished*, and what it left is known by it. Safe for many threads.
final class Claims {

    private final Ledger ledger;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<VolumeId, Long> last = new HashMap<>();
    private final Set<Stamp> running = new HashSet<>();
    private final Set<Stamp> withheld = new HashSet<>();
    private final Set<Stamp> streaming = new HashSet<>();
    private final Map<Stamp, Set<ChunkId>> left = new HashMap<>();
    private final Set<Stamp> unseen = new HashSet<>();

    /// Takes up what the journal says. Claims of earlier processes are closed, but for those of
    /// which nothing was offered.
    Claims(Ledger ledger) throws JournalException {
        this.ledger = ledger;
        withheld.addAll(ledger.views().self().withheldClaims());
        var closed = new ArrayList<JournalRecord>();
        for (var claim : ledger.views().self().openClaims()) {
            if (!withheld.contains(claim)) {
                closed.add(new ClaimClosed(claim));
            }
        }
        if (!closed.isEmpty()) {
            ledger.commit(closed);
        }
        unseen.addAll(withheld);
    }

    /// Claims are appended in the order in which they are drawn: a batch that is written meanwhile
    /// must not say that a later one is the lowest that is open.
    Stamp open(VolumeId volume) throws JournalException {
        Stamp claim;
        long lsn;
        lock.lock();
        try {
            claim = next(volume);
            running.add(claim);
            lsn = ledger.append(List.of(new ClaimOpened(claim), new ClaimWithheld(claim)));
        } finally {
            lock.unlock();
        }
        ledger.await(lsn);
        lock.lock();
        try {
            withheld.add(claim);
        } finally {
            lock.unlock();
        }
        return claim;
    }

    private Stamp next(VolumeId volume) {
        Actor actor = ledger.views().self().actor().orElseThrow();
        long before =
                Math.max(
                        ledger.views().self().lastClaim(volume, actor),
                        last.getOrDefault(volume, 0L));
        last.put(volume, before + 1);
        return new Stamp(volume, actor, before + 1);
    }

    /// Nothing is written under the claim's name any more.
    void close(Stamp claim) throws JournalException {
        ledger.commit(new ClaimClosed(claim));
        lock.lock();
        try {
            running.remove(claim);
            withheld.remove(claim);
            streaming.remove(claim);
            left.remove(claim);
            unseen.remove(claim);
        } finally {
            lock.unlock();
        }
    }

    /// The put has ended before all of its names were written.
    ///
    /// @return whether it is unfinished now, and not over
    boolean leave(Stamp claim) throws JournalException {
        boolean isUnfinished;
        lock.lock();
        try {
            isUnfinished = withheld.contains(claim);
            if (isUnfinished) {
                running.remove(claim);
                unseen.add(claim);
            }
        } finally {
            lock.unlock();
        }
        if (!isUnfinished) {
            close(claim);
        }
        return isUnfinished;
    }

    /// Claims of puts that have ended before all was named, and of which nothing was offered.
    Set<Stamp> unfinished() {
        lock.lock();
        try {
            var unfinished = new HashSet<>(withheld);
            unfinished.removeAll(running);
            return unfinished;
        } finally {
            lock.unlock();
        }
    }

    /// Chunks that are kept because of these are about to be offered, which is durable on return.
    /// Those that were unfinished are over then: what they left may be others' matter too.
    void offering(Collection<Stamp> stamps) throws JournalException {
        lock.lock();
        try {
            var offered = stamps.stream().filter(withheld::contains).distinct().toList();
            if (!offered.isEmpty()) {
                ledger.commit(offered.stream().map(this::offered).toList());
                offered.forEach(withheld::remove);
                offered.forEach(left::remove);
                offered.forEach(unseen::remove);
            }
        } finally {
            lock.unlock();
        }
    }

    private JournalRecord offered(Stamp claim) {
        return running.contains(claim) ? new ClaimOffered(claim) : new ClaimClosed(claim);
    }

    /// Something that is done while nothing of a claim can be offered.
    interface Doing<X extends Exception> {
        void run() throws X;
    }

    /// Does it if the claim is unfinished.
    <X extends Exception> void whileUnfinished(Stamp claim, Doing<X> doing) throws X {
        lock.lock();
        try {
            if (withheld.contains(claim) && !running.contains(claim)) {
                doing.run();
            }
        } finally {
            lock.unlock();
        }
    }

    /// What an unfinished put has left, as it was found out.
    void found(Stamp claim, Set<ChunkId> chunks) {
        lock.lock();
        try {
            if (withheld.contains(claim) && !running.contains(claim)) {
                left.put(claim, Set.copyOf(chunks));
            }
        } finally {
            lock.unlock();
        }
    }

    /// One has looked what an unfinished put has left, and found it or not.
    ///
    /// @return whether that was the first time
    boolean looked(Stamp claim) {
        lock.lock();
        try {
            return unseen.remove(claim);
        } finally {
            lock.unlock();
        }
    }

    /// What unfinished puts have left, as far as it was found out.
    Map<Stamp, Set<ChunkId>> left() {
        lock.lock();
        try {
            return Map.copyOf(left);
        } finally {
            lock.unlock();
        }
    }

    /// Whether an unfinished put has left this chunk and nobody needs it, or that is not known yet.
    ///
    /// @param stamps why it is kept now
    boolean isLeft(ChunkId chunk, Collection<Stamp> stamps) {
        lock.lock();
        try {
            return stamps.stream()
                    .filter(claim -> Leftovers.isOnly(claim, stamps))
                    .anyMatch(claim -> unseen.contains(claim) || isFound(claim, chunk));
        } finally {
            lock.unlock();
        }
    }

    private boolean isFound(Stamp claim, ChunkId chunk) {
        return left.getOrDefault(claim, Set.of()).contains(chunk);
    }

    /// The put goes on though not all that it stores has room here: what it let go is not taken
    /// back before it ends.
    void streams(Stamp claim) {
        lock.lock();
        try {
            streaming.add(claim);
        } finally {
            lock.unlock();
        }
    }

    boolean isStreaming(Stamp claim) {
        lock.lock();
        try {
            return streaming.contains(claim);
        } finally {
            lock.unlock();
        }
    }
}
