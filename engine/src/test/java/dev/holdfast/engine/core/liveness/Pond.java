package dev.holdfast.engine.core.liveness;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Devices in one pond, the messages between them and the time, all from a seed. A message may be
/// lost, and takes a while; a device may stop for a time, or for good, without anybody being told.
final class Pond {

    static final Duration IDLE = Duration.ofSeconds(15);
    private static final Duration TICK = Duration.ofMillis(500);

    private static final int WAY_MILLIS_MAX = 50;

    private record Way(int from, int to) {}

    private record Due(Instant at, long number, Runnable what) {}

    /// Somebody came to see somebody else otherwise.
    record Seen(Instant at, int by, int whom, Sight as) {}

    private final Random random;
    private final double loss;
    private final List<Swim> swims = new ArrayList<>();
    private final PriorityQueue<Due> coming =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::number));
    private final Set<Integer> dead = new HashSet<>();
    private final Map<Integer, Instant> paused = new HashMap<>();
    private final Set<Way> cut = new HashSet<>();
    private final List<Seen> seen = new ArrayList<>();
    private Instant now = Instant.ofEpochSecond(1_000_000);
    private boolean isBusy;
    private long number;
    private long messages;

    Pond(int devices, double loss, long seed) {
        random = new Random(seed);
        this.loss = loss;
        for (int i = 0; i < devices; i++) {
            swims.add(new Swim(id(i), IDLE, 1, now));
        }
        var all = IntStream.range(0, devices).mapToObj(Pond::id).collect(Collectors.toSet());
        for (int i = 0; i < devices; i++) {
            int who = i;
            step(who, new SwimEvent.Members(all, Optional.empty()));
            at(now.plusMillis(random.nextInt((int) TICK.toMillis())), () -> tick(who));
            for (int other = 0; other < devices; other++) {
                if (other != who) {
                    step(who, new SwimEvent.Linked(id(other), who < other));
                }
            }
        }
        seen.clear();
    }

    static DeviceId id(int device) {
        return new DeviceId(new Hash(device + 1, 0, 0, 0));
    }

    private static int number(DeviceId id) {
        return (int) id.hash().w0() - 1;
    }

    /// Whether all pairs have work with each other.
    void busy(boolean yes) {
        isBusy = yes;
    }

    /// Power is cut.
    void dies(int device) {
        dead.add(device);
    }

    /// Stands still, as a program that is stopped does; what is sent to it meanwhile waits for it.
    void stops(int device, Duration time) {
        paused.put(device, now.plus(time));
    }

    /// Nothing gets from one to the other any more.
    void cuts(int from, int to) {
        cut.add(new Way(from, to));
    }

    void heals() {
        cut.clear();
    }

    void passes(Duration time) {
        var end = now.plus(time);
        while (!coming.isEmpty() && !coming.peek().at.isAfter(end)) {
            var next = coming.remove();
            now = next.at;
            next.what.run();
        }
        now = end;
    }

    Instant now() {
        return now;
    }

    Sight sight(int by, int whom) {
        return swims.get(by).sight(id(whom));
    }

    List<Seen> seen() {
        return seen;
    }

    int trouble(int device) {
        return swims.get(device).trouble();
    }

    /// Messages that were sent so far.
    long messages() {
        return messages;
    }

    private void at(Instant when, Runnable what) {
        coming.add(new Due(when, number++, what));
    }

    /// Runs when the device does, and never when it is dead.
    private void on(int device, Runnable what) {
        if (dead.contains(device)) {
            return;
        }
        var until = paused.getOrDefault(device, Instant.MIN);
        if (until.isAfter(now)) {
            at(until, () -> on(device, what));
        } else {
            what.run();
        }
    }

    private void tick(int device) {
        on(
                device,
                () -> {
                    if (isBusy) {
                        for (int other = 0; other < swims.size(); other++) {
                            work(device, other);
                        }
                    }
                    step(device, new SwimEvent.Tick());
                    at(now.plus(TICK), () -> tick(device));
                });
    }

    private void work(int from, int to) {
        if (from != to) {
            send(from, to, heard(from, to, true));
        }
    }

    private Runnable heard(int from, int to, boolean work) {
        return () -> {
            if (work) {
                step(to, new SwimEvent.Worked(id(from)));
            }
            step(to, new SwimEvent.Heard(id(from), now));
        };
    }

    private void step(int device, SwimEvent event) {
        for (var effect : swims.get(device).on(event, now, random.nextDouble())) {
            perform(device, effect);
        }
    }

    private void perform(int device, SwimEffect effect) {
        switch (effect) {
            case SwimEffect.Ask(var to) -> ask(device, number(to));
            case SwimEffect.AskFor(var via, var target, var nonce) ->
                    tell(device, number(via), new SwimEvent.Asked(id(device), target, nonce));
            case SwimEffect.Answer(var to, var nonce, var alive) ->
                    tell(device, number(to), new SwimEvent.Answered(id(device), nonce, alive));
            case SwimEffect.Tell(var to, var rumours) ->
                    tell(device, number(to), new SwimEvent.Told(id(device), rumours));
            case SwimEffect.Relink _ -> {}
            case SwimEffect.Turned(var whom, _, var as) ->
                    seen.add(new Seen(now, device, number(whom), as));
        }
    }

    private void ask(int by, int whom) {
        send(
                by,
                whom,
                () -> {
                    heard(by, whom, false).run();
                    send(whom, by, heard(whom, by, false));
                });
    }

    private void tell(int from, int to, SwimEvent event) {
        send(
                from,
                to,
                () -> {
                    heard(from, to, false).run();
                    step(to, event);
                });
    }

    private void send(int from, int to, Runnable arrival) {
        messages++;
        boolean isLost = random.nextDouble() < loss || cut.contains(new Way(from, to));
        if (!isLost) {
            at(now.plusMillis(5 + random.nextInt(WAY_MILLIS_MAX)), () -> on(to, arrival));
        }
    }
}
