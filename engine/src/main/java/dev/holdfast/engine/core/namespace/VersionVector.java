package dev.holdfast.engine.core.namespace;

import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a version has seen: for each writer the number of its latest batch that went into it.
/// Parker et al., "Detection of mutual inconsistency in distributed systems", 1983.
///
/// Of two versions of a path the one that has seen the other replaces it; two that have not seen
/// each other are kept side by side.
public record VersionVector(SortedMap<Actor, Long> latest) {

    public static final VersionVector EMPTY = new VersionVector(new TreeMap<>());

    /// Every incarnation of every device that ever wrote one path. A peer that claims more is
    /// hostile.
    public static final int ACTORS_MAX = 1024;

    public VersionVector {
        if (latest.size() > ACTORS_MAX) {
            throw new IllegalArgumentException(latest.size() + " writers are over " + ACTORS_MAX);
        }
        latest = Collections.unmodifiableSortedMap(new TreeMap<>(latest));
    }

    public long of(Actor actor) {
        return latest.getOrDefault(actor, 0L);
    }

    public boolean contains(Dot dot) {
        return of(dot.actor()) >= dot.n();
    }

    /// True when all that `that` has seen has been seen here too; true of equal vectors.
    public boolean covers(VersionVector that) {
        return that.latest.entrySet().stream().allMatch(e -> of(e.getKey()) >= e.getValue());
    }

    public VersionVector with(Dot dot) {
        if (contains(dot)) {
            return this;
        }
        var more = new TreeMap<>(latest);
        more.put(dot.actor(), dot.n());
        return new VersionVector(more);
    }

    /// The least vector that covers both.
    public VersionVector merge(VersionVector that) {
        if (that.latest.isEmpty()) {
            return this;
        }
        var both = new TreeMap<>(latest);
        that.latest.forEach((actor, n) -> both.merge(actor, n, Math::max));
        return new VersionVector(both);
    }

    /// Canonical: writers ascend.
    public void write(CanonicalWriter to) {
        to.list(latest.entrySet(), (out, e) -> new Dot(e.getKey(), e.getValue()).write(out));
    }

    public static VersionVector read(CanonicalReader in) throws MalformedException {
        var latest = new TreeMap<Actor, Long>();
        for (var dot : in.list(ACTORS_MAX, Dot::read)) {
            if (!latest.isEmpty() && latest.lastKey().compareTo(dot.actor()) >= 0) {
                throw new MalformedException("writers that do not ascend");
            }
            latest.put(dot.actor(), dot.n());
        }
        return latest.isEmpty() ? EMPTY : new VersionVector(latest);
    }
}
