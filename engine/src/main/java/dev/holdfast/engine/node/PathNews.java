package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Event.Kind;
import dev.holdfast.engine.cluster.ClusterEvent.SightTurned;
import dev.holdfast.engine.core.liveness.Sight;
import dev.holdfast.engine.core.membership.DeviceId;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Tells the [Chronicle] which devices others hear and this one does not: once, until the path has
/// been sound for a while. A path that lets a greeting through and then nothing is found broken
/// anew each half minute.
final class PathNews {

    /// After so long without trouble it is news again.
    static final Duration SOUND_AFTER = Duration.ofMinutes(10);

    private final Chronicle chronicle;
    private final Function<DeviceId, String> names;
    private final InstantSource clock;
    private final Map<DeviceId, Instant> brokenAt = new HashMap<>();

    PathNews(Chronicle chronicle, Function<DeviceId, String> names, InstantSource clock) {
        this.chronicle = chronicle;
        this.names = names;
        this.clock = clock;
    }

    synchronized void turned(SightTurned turned) {
        if (turned.from() != Sight.ELSEWHERE && turned.to() != Sight.ELSEWHERE) {
            return;
        }
        var now = clock.instant();
        var before = brokenAt.put(turned.device(), now);
        boolean isNews = before == null || !now.isBefore(before.plus(SOUND_AFTER));
        if (turned.to() == Sight.ELSEWHERE && isNews) {
            var name = names.apply(turned.device());
            chronicle.add(
                    Kind.DEVICE_WENT,
                    Optional.of(name),
                    name + " cannot be reached from here; other devices hear it.");
        }
    }
}
