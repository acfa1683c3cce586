package dev.holdfast.engine.recovery;

import java.time.Duration;
import java.time.Instant;

/// How many wrong proofs came since when. The key has 256 bits, so nobody guesses it: this only
/// bounds what a stranger costs, and forgets soon, so that nobody is kept out for long.
record Tries(Instant since, int wrong) {

    static final int WRONG_MAX = 20;
    static final Duration WINDOW = Duration.ofMinutes(1);

    static final Tries NONE = new Tries(Instant.MIN, 0);

    boolean areTooMany(Instant now) {
        return isNow(now) && wrong >= WRONG_MAX;
    }

    Tries andOne(Instant now) {
        return isNow(now) ? new Tries(since, wrong + 1) : new Tries(now, 1);
    }

    /// A clock that was put back begins anew.
    private boolean isNow(Instant now) {
        return !now.isBefore(since) && wrong > 0 && now.isBefore(since.plus(WINDOW));
    }
}
