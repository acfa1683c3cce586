package dev.holdfast.engine.core.liveness;

import java.time.Duration;

/// How long what may take.
final class Waits {

    /// Between devices that have work with each other, and while one is in doubt.
    static final Duration BUSY_INTERVAL = Duration.ofSeconds(1);

    /// How long a pair counts as at work after something went over.
    static final Duration WORK_LASTS = Duration.ofSeconds(10);

    /// How long a device may take to give a sign of life.
    static final Duration ANSWER_MAX = Duration.ofSeconds(1);

    /// The same for those that are asked to ask it.
    static final Duration DETOUR_MAX = Duration.ofSeconds(2);

    /// The longest wait between two questions to others about a device that is gone.
    static final Duration ASK_AGAIN_MAX = Duration.ofMinutes(5);

    /// More than this between two ticks was an absence of this device itself.
    static final Duration LAPSE = Duration.ofSeconds(2);

    /// The wait after so many failures in a row: each is twice the one before.
    static Duration again(Duration first, int failures) {
        var again = first.multipliedBy(1L << Math.min(failures, 16));
        return again.compareTo(ASK_AGAIN_MAX) < 0 ? again : ASK_AGAIN_MAX;
    }

    private Waits() {}
}
