package dev.holdfast.engine.core.liveness;

import dev.holdfast.engine.core.membership.DeviceId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What this device knows of one other.
final class Watched {

    /// What is being done to hear of it.
    enum Probe {
        /// Nothing, until it has been silent for long enough.
        NONE,
        /// It was asked itself.
        DIRECT,
        /// Others were asked to ask it.
        INDIRECT
    }

    /// What one device said against it, and when.
    private record Doubt(Rumour rumour, Instant at) {}

    final DeviceId device;
    final Set<DeviceId> asked = new HashSet<>();
    private final Map<DeviceId, Doubt> doubts = new HashMap<>();
    Sight sight = Sight.GONE;
    Probe probe = Probe.NONE;
    boolean isLinked;
    boolean isDialled;
    Instant heard = Instant.MIN;
    Instant worked = Instant.MIN;
    Instant askedAt = Instant.MIN;

    /// When the probe has failed, or when the next one is due.
    Instant due;

    long nonce;
    long life;

    /// Probes in a row that only others brought an answer to.
    int detours;

    /// Probes in a row that nobody brought an answer to, since it is gone.
    int failures;

    @Nullable Suspicion suspicion;

    Watched(DeviceId device, Instant now) {
        this.device = device;
        due = now;
    }

    boolean wasHeardWithin(Duration time, Instant now) {
        return heard.isAfter(now.minus(time));
    }

    boolean wasAtWorkWithin(Duration time, Instant now) {
        return worked.isAfter(now.minus(time));
    }

    /// Notes what a device says against it; true when that is news.
    boolean doubt(Rumour rumour, Instant now) {
        var before = doubts.get(rumour.by());
        boolean isNews =
                before == null
                        || rumour.life() > before.rumour.life()
                        || (rumour.life() == before.rumour.life()
                                && rumour.word().compareTo(before.rumour.word()) > 0);
        if (isNews) {
            doubts.put(rumour.by(), new Doubt(rumour, now));
            life = Math.max(life, rumour.life());
            if (suspicion != null) {
                suspicion.confirm(rumour.by());
            }
        }
        return isNews;
    }

    /// It has shown that it lives on: what was said against an earlier life is void.
    void livesOn(long as) {
        life = as;
        doubts.values().removeIf(doubt -> doubt.rumour.life() < as);
    }

    /// It answers nobody. Who found the same since it was heard here last confirms that.
    ///
    /// @param shortest the time it has when as many as can confirm it
    void suspect(Instant now, Duration shortest, int witnesses) {
        suspicion = new Suspicion(now, shortest, witnesses);
        for (var doubt : doubts.values()) {
            if (doubt.at.isAfter(heard) && doubt.rumour.life() >= life) {
                suspicion.confirm(doubt.rumour.by());
            }
        }
    }

    boolean isOutOfTime(Instant now) {
        return suspicion != null && !suspicion.ends().isAfter(now);
    }

    /// Whoever is suspected is asked again and again while others are being asked.
    boolean mustShowItself(Instant now) {
        return suspicion != null && isLinked && !askedAt.plus(Waits.BUSY_INTERVAL).isAfter(now);
    }

    /// This device was away itself for so long: who is asked may take so much longer, and whoever
    /// is not asked yet is asked now.
    void delay(Duration by, Instant now) {
        due = probe == Probe.NONE ? now : due.plus(by);
        if (suspicion != null) {
            suspicion.delay(by);
        }
    }
}
