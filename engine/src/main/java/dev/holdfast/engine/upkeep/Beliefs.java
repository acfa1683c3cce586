package dev.holdfast.engine.upkeep;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.repair.Repair.PushOutcome;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/// What this device believes of copies on other devices, written down as it is heard. Word of
/// copies that were let go is not believed, whoever brings it: it may have been on its way when
/// they went. Safe for many threads.
public final class Beliefs {

    private final Books books;
    private final CopyWaits waits;
    private final Leavers leavers = new Leavers();

    /// @param waits is told of every copy that is confirmed
    public Beliefs(Books books, CopyWaits waits) {
        this.books = books;
        this.waits = waits;
    }

    public Books books() {
        return books;
    }

    /// Some device says that `holders` hold these too.
    ///
    /// @param known the other devices of the pool; what is said of others is passed over
    public void confirmed(Set<DeviceId> known, List<ChunkId> ids, Collection<DeviceId> holders) {
        for (var holder : holders) {
            if (known.contains(holder)) {
                learned(holder, ids);
            }
        }
    }

    /// A device does not hold these, as it says itself. What others say of its copies is not
    /// believed until it confirms them itself: word of them may still be on its way.
    ///
    /// @return those that were believed
    public List<ChunkId> lost(DeviceId holder, Collection<ChunkId> ids) {
        leavers.left(holder, ids);
        var believed = books.believed(holder, ids);
        if (!believed.isEmpty()) {
            books.lost(holder, believed);
        }
        return believed;
    }

    /// A device is about to drop these, or has: its copies count no more.
    ///
    /// @return whether that is durable
    public boolean left(DeviceId holder, List<ChunkId> ids) {
        leavers.left(holder, ids);
        return books.lost(holder, ids);
    }

    /// A moment before a device is asked something, for [#answered].
    public long mark() {
        return leavers.mark();
    }

    /// What a device said that it holds durably, written down; who waits for copies hears of it.
    /// The answer to a push can come after word that the copies went: it is older then.
    ///
    /// @param since when it was asked
    /// @return the same without what is not believed, which counts as not answered
    public PushOutcome answered(DeviceId holder, PushOutcome outcome, long since) {
        var believed = note(holder, leavers.returned(holder, outcome.stored(), since));
        return new PushOutcome(
                believed, outcome.refused(), outcome.unreadable(), outcome.sentBytes());
    }

    /// A device holds these, unless it has let them go since that was known.
    public void learned(DeviceId holder, List<ChunkId> ids) {
        note(holder, leavers.still(holder, ids));
    }

    /// Copies may go while they are written down, and word of that may have been written before.
    ///
    /// @return those that have not gone
    private List<ChunkId> note(DeviceId holder, List<ChunkId> ids) {
        if (ids.isEmpty()) {
            return ids;
        }
        books.confirmed(holder, ids);
        var still = leavers.still(holder, ids);
        if (still.size() < ids.size()) {
            books.lost(holder, ids.stream().filter(id -> !still.contains(id)).toList());
        }
        waits.stored(holder, still);
        return still;
    }
}
