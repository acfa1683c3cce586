package dev.holdfast.engine.core.liveness;

import dev.holdfast.engine.core.membership.DeviceId;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/// How long a device may take to show that it lives: long while one device alone suspects it, and
/// shorter with each that found the same by itself (Lifeguard's dynamic suspicion timeout).
final class Suspicion {

    /// With so many others of one mind the time is shortest.
    static final int CONFIRMATIONS_MAX = 2;

    /// The shortest time for a device that trusts its ears.
    static final Duration SHORTEST = Duration.ofSeconds(4);

    /// The longest time is this many of the shortest.
    static final int LONGEST_TIMES = 6;

    private final Set<DeviceId> confirmers = new TreeSet<>();
    private final Duration shortest;
    private final int wanted;
    private Instant since;

    /// @param witnesses the devices, this one and the suspected one aside, that could confirm it
    Suspicion(Instant since, Duration shortest, int witnesses) {
        this.since = since;
        this.shortest = shortest;
        wanted = Math.min(CONFIRMATIONS_MAX, witnesses);
    }

    /// True when that is news.
    boolean confirm(DeviceId by) {
        return confirmers.size() < CONFIRMATIONS_MAX && confirmers.add(by);
    }

    Instant ends() {
        if (confirmers.size() >= wanted) {
            return since.plus(shortest);
        }
        double share = StrictMath.log(confirmers.size() + 1.0) / StrictMath.log(wanted + 1.0);
        double times = LONGEST_TIMES - (LONGEST_TIMES - 1) * share;
        return since.plusMillis((long) (shortest.toMillis() * times));
    }

    /// This device was away itself for so long.
    void delay(Duration by) {
        since = since.plus(by);
    }
}
