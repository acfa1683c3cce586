package dev.holdfast.engine.node;

import java.time.Duration;
import java.util.Optional;

/// When a linked folder is looked at next. It is looked at once in a while whatever happens: what
/// tells of changes may miss some. Times are nanoseconds of one clock that never goes back.
///
/// @param latest when it is looked at if nothing happens
/// @param earliest before this no change is looked at: a file that never stops changing must not be
///   read all the time
/// @param isAsked whether it is to be looked at without delay
/// @param seen when something in it was seen to change since the last look began
record NextLook(long latest, long earliest, boolean isAsked, Optional<Seen> seen) {

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

    /// When changes were seen, the first and the last.
    record Seen(long first, long last) {}

    /// A look begins: it finds all that has changed until now.
    static NextLook begun(long now) {
        return new NextLook(now, now, false, Optional.empty());
    }

    /// The look is over.
    ///
    /// @param took time for looking where there was nothing to do
    /// @param isWatched whether changes in the folder are told of
    NextLook ended(long now, Duration took, boolean isWatched) {
        var rest = took.multipliedBy(SHARE);
        var least = isWatched ? WATCHED_MIN : UNWATCHED_MIN;
        long latestThen = now + (rest.compareTo(least) > 0 ? rest : least).toNanos();
        return new NextLook(latestThen, now + took.toNanos(), isAsked, seen);
    }

    /// Something in the folder changes.
    NextLook changed(long now) {
        var then = seen.map(before -> new Seen(before.first, now)).orElse(new Seen(now, now));
        return new NextLook(latest, earliest, isAsked, Optional.of(then));
    }

    /// The volume has changed, or a person asks.
    NextLook asked() {
        return new NextLook(latest, earliest, true, seen);
    }

    /// How long to wait from now on; zero when it is time.
    Duration left(long now) {
        long at = isAsked ? now : seen.map(this::at).orElse(latest);
        return Duration.ofNanos(Math.max(0, Math.min(at, latest) - now));
    }

    private long at(Seen changes) {
        long quiet = Math.min(changes.last + QUIET.toNanos(), changes.first + QUIET_MAX.toNanos());
        return Math.max(quiet, earliest);
    }
}
