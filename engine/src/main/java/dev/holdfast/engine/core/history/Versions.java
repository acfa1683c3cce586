package dev.holdfast.engine.core.history;

import dev.holdfast.engine.core.namespace.EntryVersion;

import java.util.List;
import java.util.PriorityQueue;

/// The latest versions of what is in a part of a volume.
///
/// Not a value but an object with one owner.
public final class Versions {

    private final Part part;
    private final int max;
    private final PriorityQueue<EntryVersion> latest = new PriorityQueue<>(EntryVersion.BY_TIME);
    private boolean isMore;

    /// @param max how many are wanted
    public Versions(Part part, int max) {
        this.part = part;
        this.max = max;
    }

    public void hear(EntryVersion version) {
        if (part.holds(version.entry().path())) {
            latest.add(version);
            if (latest.size() > max) {
                latest.remove();
                isMore = true;
            }
        }
    }

    /// Those, the latest first.
    public List<EntryVersion> latest() {
        return latest.stream().sorted(EntryVersion.BY_TIME.reversed()).toList();
    }

    /// Whether there were more.
    public boolean isMore() {
        return isMore;
    }
}
