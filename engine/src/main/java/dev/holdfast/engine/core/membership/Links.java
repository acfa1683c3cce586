package dev.holdfast.engine.core.membership;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Which peers to dial and which connections to keep: one for each pair of devices. A value: each
/// event gives another one.
public record Links(DeviceId self, Set<DeviceId> wanted, Map<DeviceId, Link> links) {

    /// The wait before the second attempt to dial a device; it doubles with each further one.
    public static final Duration BACKOFF_FIRST = Duration.ofMillis(500);

    public static final Duration BACKOFF_MAX = Duration.ofSeconds(30);

    /// Two connections of a pair that open within this time are a race of two dials. Otherwise the
    /// later one stands: the peer would not have opened it if it still had the first.
    public static final Duration RACE_MAX = Duration.ofSeconds(5);

    /// Attempts to dial that may be under way at once.
    public static final int DIALLING_MAX = 16;

    /// A connection that may carry traffic.
    ///
    /// @param number tells connections of this process apart
    /// @param dialled true when this side dialled it
    public record Opening(long number, boolean dialled, Instant at) {}

    /// How things stand with one peer.
    ///
    /// @param open the connection that is kept
    /// @param dialling true while an attempt is under way
    /// @param failures attempts in a row that did not lead to a connection
    /// @param next when to dial again
    public record Link(Optional<Opening> open, boolean dialling, int failures, Instant next) {}

    public sealed interface Event {}

    /// These are the peers that can be dialled.
    public record Wanted(Set<DeviceId> devices) implements Event {}

    /// There is reason to believe that it can be reached now.
    public record Hinted(DeviceId device) implements Event {}

    /// A connection stands, and both sides hold each other to be of the pool.
    public record Opened(DeviceId device, long number, boolean dialled) implements Event {}

    /// A connection ended; `wanted` when it should be replaced at once.
    public record Closed(DeviceId device, long number, boolean wanted) implements Event {}

    /// An attempt to dial came to nothing.
    public record DialFailed(DeviceId device) implements Event {}

    public record Tick() implements Event {}

    public sealed interface Effect {}

    public record Dial(DeviceId device) implements Effect {}

    /// This connection is the one to keep.
    public record Keep(DeviceId device, long number) implements Effect {}

    /// Close this connection, for another one is kept.
    public record Drop(DeviceId device, long number) implements Effect {}

    public record Step(Links next, List<Effect> effects) {}

    public Links {
        wanted = Set.copyOf(wanted);
        links = Collections.unmodifiableMap(new TreeMap<>(links));
    }

    public static Links none(DeviceId self) {
        return new Links(self, Set.of(), Map.of());
    }

    /// The kept connection to a peer.
    public Optional<Opening> open(DeviceId device) {
        return Optional.ofNullable(links.get(device)).flatMap(Link::open);
    }

    /// What follows from the event, as of `now`.
    ///
    /// @param chance a number drawn from [0, 1) for this step: peers that lost each other at one
    ///   moment must not dial again at one moment
    public Step on(Event event, Instant now, double chance) {
        var next = new TreeMap<>(links);
        var sought = event instanceof Wanted(var devices) ? devices : wanted;
        var effects = new ArrayList<Effect>();
        switch (event) {
            case Wanted _ -> sought.forEach(device -> next.putIfAbsent(device, idle(now)));
            case Hinted(var device) ->
                    next.computeIfPresent(
                            device, (_, l) -> new Link(l.open(), l.dialling(), 0, now));
            case Opened opened -> opened(next, opened, now, effects);
            case Closed closed ->
                    next.computeIfPresent(
                            closed.device(), (_, l) -> closed(l, closed, now, chance));
            case DialFailed(var device) ->
                    next.computeIfPresent(device, (_, l) -> failed(l, now, chance));
            case Tick() -> {}
        }
        next.entrySet().removeIf(entry -> isForgotten(entry, sought));
        dialDue(next, sought, now, effects);
        return new Step(new Links(self, sought, next), List.copyOf(effects));
    }

    private void opened(
            Map<DeviceId, Link> next, Opened opened, Instant now, List<Effect> effects) {
        var device = opened.device();
        var link = next.getOrDefault(device, idle(now));
        boolean dialling = link.dialling() && !opened.dialled();
        var before = link.open();
        if (before.isPresent() && !replaces(device, before.get(), opened, now)) {
            effects.add(new Drop(device, opened.number()));
            next.put(device, new Link(before, dialling, 0, now));
            return;
        }
        before.ifPresent(old -> effects.add(new Drop(device, old.number())));
        effects.add(new Keep(device, opened.number()));
        var opening = new Opening(opened.number(), opened.dialled(), now);
        next.put(device, new Link(Optional.of(opening), dialling, 0, now));
    }

    /// In a race the dial of the lower device stands; both sides come to the same answer.
    private boolean replaces(DeviceId device, Opening before, Opened opened, Instant now) {
        boolean isRace = Duration.between(before.at(), now).compareTo(RACE_MAX) < 0;
        boolean isLower = self.compareTo(device) < 0;
        return !isRace || before.dialled() == opened.dialled() || opened.dialled() == isLower;
    }

    private static Link closed(Link link, Closed closed, Instant now, double chance) {
        if (link.open().filter(open -> open.number() == closed.number()).isEmpty()) {
            return link;
        }
        return closed.wanted()
                ? new Link(Optional.empty(), link.dialling(), 0, now)
                : failed(new Link(Optional.empty(), link.dialling(), 0, now), now, chance);
    }

    private static Link failed(Link link, Instant now, double chance) {
        var doubled = BACKOFF_FIRST.multipliedBy(1L << Math.min(link.failures(), 16));
        var longest = doubled.compareTo(BACKOFF_MAX) < 0 ? doubled : BACKOFF_MAX;
        var spread = Duration.ofMillis((long) (longest.toMillis() * (0.5 + chance / 2)));
        return new Link(link.open(), false, link.failures() + 1, now.plus(spread));
    }

    private static Link idle(Instant now) {
        return new Link(Optional.empty(), false, 0, now);
    }

    private static boolean isForgotten(Map.Entry<DeviceId, Link> entry, Set<DeviceId> wanted) {
        var link = entry.getValue();
        return link.open().isEmpty() && !link.dialling() && !wanted.contains(entry.getKey());
    }

    private static void dialDue(
            Map<DeviceId, Link> next, Set<DeviceId> wanted, Instant now, List<Effect> effects) {
        long room = DIALLING_MAX - next.values().stream().filter(Link::dialling).count();
        next.entrySet().stream()
                .filter(entry -> wanted.contains(entry.getKey()))
                .filter(entry -> isDue(entry.getValue(), now))
                .limit(Math.max(0, room))
                .forEach(
                        entry -> {
                            var link = entry.getValue();
                            effects.add(new Dial(entry.getKey()));
                            entry.setValue(
                                    new Link(link.open(), true, link.failures(), link.next()));
                        });
    }

    private static boolean isDue(Link link, Instant now) {
        return link.open().isEmpty() && !link.dialling() && !link.next().isAfter(now);
    }
}
