package dev.holdfast.engine.node;

import dev.holdfast.engine.core.namespace.EntryPath;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// When a linked folder is looked at next, and at what. All of it is looked at once in a while
/// whatever happens: what tells of changes may miss some. In between a look at the directories that
/// were told of will do. Times are nanoseconds of one clock that never goes back.
///
/// @param latest when all is looked at if nothing happens
/// @param earliest before this no change is looked at: a file that never stops changing must not be
///   read all the time
/// @param ask whether it is to be looked at without delay
/// @param seen when something in it was seen to change since the last look began
/// @param rest between two looks at all
record NextLook(long latest, long earliest, Ask ask, Optional<Seen> seen, Duration rest) {

    /// Who saves a file often writes, renames and removes; one look for all that.
    static final Duration QUIET = Duration.ofMillis(80);

    /// One who goes on changing things is not waited for longer.
    static final Duration QUIET_MAX = Duration.ofSeconds(1);

    /// Between two looks where changes are told of.
    static final Duration WATCHED_MIN = Duration.ofSeconds(60);

    /// Between two looks where they are not.
    static final Duration UNWATCHED_MIN = Duration.ofSeconds(2);

    /// Looking for what nobody told of takes at most one part in so many of the time.
    static final int SHARE = 50;

    /// Directories that are kept in mind. Where something changes in more, all is looked at.
    static final int DIRECTORIES_MAX = 1_000;

    /// What is asked for without delay.
    enum Ask {
        NOTHING,
        /// What the volume has more.
        NEWS,
        ALL
    }

    /// When changes were seen, the first and the last.
    ///
    /// @param in the directories that they were in; empty when those are too many
    record Seen(long first, long last, Optional<Set<EntryPath>> in) {}

    /// A look at all begins: it finds all that has changed until now.
    static NextLook begun(long now) {
        return new NextLook(now, now, Ask.NOTHING, Optional.empty(), Duration.ZERO);
    }

    /// What was told of before may be lost: all is to be looked at, in slices if that will do.
    NextLook again(long now) {
        return new NextLook(now, earliest, ask, seen, rest);
    }

    /// A look at what was told of begins. What still changes in the folder is left for later.
    NextLook partBegun(long now) {
        var later = seen.filter(changes -> !isOver(changes, now));
        return new NextLook(latest, earliest, Ask.NOTHING, later, rest);
    }

    /// The look at all is over.
    ///
    /// @param took time for looking where there was nothing to do
    /// @param isWatched whether changes in the folder are told of
    NextLook ended(long now, Duration took, boolean isWatched) {
        var share = share(took);
        var least = isWatched ? WATCHED_MIN : UNWATCHED_MIN;
        var longer = share.compareTo(least) > 0 ? share : least;
        return new NextLook(now + longer.toNanos(), now + took.toNanos(), ask, seen, share);
    }

    private static Duration share(Duration took) {
        return took.multipliedBy(SHARE);
    }

    /// The look at all in slices is over. It has kept no change waiting, so the next need not wait
    /// for it.
    ///
    /// @param took time of all slices
    /// @param isWatched whether changes in the folder are told of
    NextLook swept(long now, Duration took, boolean isWatched) {
        return new NextLook(ended(now, took, isWatched).latest, earliest, ask, seen, share(took));
    }

    /// The look at what was told of is over. What it left undone is tried again with all.
    ///
    /// @param isWatched whether changes in the folder are told of, and all was done
    NextLook partEnded(long now, Duration took, boolean isWatched) {
        var soon = rest.compareTo(UNWATCHED_MIN) > 0 ? rest : UNWATCHED_MIN;
        long at = isWatched ? latest : Math.min(latest, now + soon.toNanos());
        return new NextLook(at, now + took.toNanos(), ask, seen, rest);
    }

    /// Something in these directories of the folder changes.
    NextLook changed(long now, Set<EntryPath> in) {
        var then =
                seen.map(before -> new Seen(before.first, now, both(before.in, in)))
                        .orElse(new Seen(now, now, both(Optional.of(Set.of()), in)));
        return new NextLook(latest, earliest, ask, Optional.of(then), rest);
    }

    private static Optional<Set<EntryPath>> both(
            Optional<Set<EntryPath>> before, Set<EntryPath> more) {
        if (before.isEmpty()) {
            return before;
        }
        var both = new HashSet<>(before.get());
        both.addAll(more);
        return both.size() > DIRECTORIES_MAX ? Optional.empty() : Optional.of(Set.copyOf(both));
    }

    /// The volume has changed.
    NextLook grown() {
        var more = ask == Ask.ALL ? Ask.ALL : Ask.NEWS;
        return new NextLook(latest, earliest, more, seen, rest);
    }

    /// A person asks.
    NextLook asked() {
        return new NextLook(latest, earliest, Ask.ALL, seen, rest);
    }

    /// Whether it is time to look at all, in slices if that will do: nobody waits for it.
    boolean isDue(long now) {
        return ask != Ask.ALL && now >= latest;
    }

    /// Whether somebody waits for a look.
    boolean isUrgent(long now) {
        return ask != Ask.NOTHING || seen.filter(changes -> isOver(changes, now)).isPresent();
    }

    /// The directories that a look which begins now need only look at; empty when that is all.
    Optional<Set<EntryPath>> part(long now) {
        return ask == Ask.ALL
                ? Optional.empty()
                : seen.filter(changes -> isOver(changes, now))
                        .map(Seen::in)
                        .orElse(Optional.of(Set.of()));
    }

    /// The directories that were told of since the last look began; empty when they are too many.
    Optional<Set<EntryPath>> told() {
        return seen.isPresent() ? seen.get().in : Optional.of(Set.of());
    }

    private boolean isOver(Seen changes, long now) {
        return at(changes) <= now;
    }

    /// How long to wait from now on; zero when it is time.
    Duration left(long now) {
        long at = ask == Ask.NOTHING ? seen.map(this::at).orElse(latest) : now;
        return Duration.ofNanos(Math.max(0, Math.min(at, latest) - now));
    }

    private long at(Seen changes) {
        long quiet = Math.min(changes.last + QUIET.toNanos(), changes.first + QUIET_MAX.toNanos());
        return Math.max(quiet, earliest);
    }
}
