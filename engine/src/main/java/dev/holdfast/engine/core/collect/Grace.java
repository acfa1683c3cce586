package dev.holdfast.engine.core.collect;

import dev.holdfast.engine.core.repair.Stamp;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// How long what unfinished puts have left is kept, so that the same put, run again, need not store
/// it again: for a while, unless the room is needed. Not safe for threads.
public final class Grace {

    private final Duration span;
    private final Map<Stamp, Instant> since = new HashMap<>();

    /// @param span how long it is kept
    public Grace(Duration span) {
        this.span = span;
    }

    /// Those of the unfinished puts whose time is over. One that was not seen before begins its
    /// time now; so after a restart all do.
    public Set<Stamp> over(Collection<Stamp> unfinished, Instant now) {
        since.keySet().retainAll(unfinished);
        var over = new HashSet<Stamp>();
        for (var claim : unfinished) {
            var began = since.computeIfAbsent(claim, _ -> now);
            if (!now.isBefore(began.plus(span))) {
                over.add(claim);
            }
        }
        return over;
    }
}
