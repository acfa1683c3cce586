package dev.holdfast.engine.core.presence;

import dev.holdfast.engine.core.membership.DeviceId;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Devices that run twice at the same time, because a home was copied. Two machines with one key
/// take the place of one another's connections, again and again; one machine does so once when it
/// restarts, and seldom else. A value.
///
/// @param turns when the connection of a device gave way to another one, the latest [#TURNS] of
///   each
public record Doubles(Map<DeviceId, List<Instant>> turns) {

    /// So often within [#WITHIN] one machine does not do it.
    public static final int TURNS = 5;

    public static final Duration WITHIN = Duration.ofMinutes(1);

    /// How long it is said once it is no longer so.
    public static final Duration STANDS = Duration.ofMinutes(10);

    public Doubles {
        turns = Map.copyOf(turns);
    }

    public static Doubles none() {
        return new Doubles(Map.of());
    }

    /// A connection of this device that stood has given way to another one of it.
    public Doubles turned(DeviceId device, Instant now) {
        var next = new TreeMap<>(turns);
        var latest = new ArrayList<>(next.getOrDefault(device, List.of()));
        latest.add(now);
        int first = Math.max(0, latest.size() - TURNS);
        next.put(device, List.copyOf(latest.subList(first, latest.size())));
        return new Doubles(next);
    }

    /// Those that run twice, as of `now`.
    public Set<DeviceId> at(Instant now) {
        return turns.entrySet().stream()
                .filter(each -> isProof(each.getValue(), now))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isProof(List<Instant> latest, Instant now) {
        return latest.size() == TURNS
                && Duration.between(latest.getFirst(), latest.getLast()).compareTo(WITHIN) <= 0
                && Duration.between(latest.getLast(), now).compareTo(STANDS) <= 0;
    }
}
