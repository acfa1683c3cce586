package dev.holdfast.engine.upkeep;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;

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
    public void confirmed(
            Set<DeviceId> known, Collection<ChunkId> ids, Collection<DeviceId> holders) {
        for (var holder : holders) {
            if (known.contains(holder)) {
                note(holder, leavers.still(holder, ids));
            }
        }
    }

    /// A device turned out not to hold these, though it had said so. What others say of its copies
    /// is not believed until it confirms them itself.
    ///
    /// @return those that were believed
    public List<ChunkId> lost(DeviceId holder, Collection<ChunkId> ids) {
        var believed = books.believed(holder, ids);
        if (!believed.isEmpty()) {
            left(holder, believed);
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

    /// A device itself has said that it holds these durably; who waits for copies hears of it.
    public void note(DeviceId holder, List<ChunkId> ids) {
        if (!ids.isEmpty()) {
            leavers.returned(holder, ids);
            books.confirmed(holder, ids);
            waits.stored(holder, ids);
        }
    }
}
