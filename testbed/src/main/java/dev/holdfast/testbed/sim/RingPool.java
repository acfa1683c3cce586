package dev.holdfast.testbed.sim;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.routing.Lookup;
import dev.holdfast.engine.core.routing.Lookup.Outcome;
import dev.holdfast.engine.core.routing.Ring;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// Many devices in a ring, with sessions that are dialled and messages that take their time, from
/// one seed.
final class RingPool {

    private static final Duration DELAY_MAX = Duration.ofMillis(50);
    private static final Duration DIAL_MAX = Duration.ofSeconds(5);

    private final Timeline timeline;
    private final BiFunction<Ring, DeviceId, Set<DeviceId>> standing;
    private final NavigableMap<DeviceId, RingDevice> devices = new TreeMap<>();
    private long numbers;

    /// What came of many lookups.
    ///
    /// @param hopsMax of the longest of them
    /// @param waits how often somebody waited in vain for as long as one may be slow
    record Found(int records, int noSuch, int outOfReach, int hopsMax, int waits) {}

    /// @param standing with whom a device keeps sessions, as [Ring#peers] says unless something is
    ///   to go wrong
    RingPool(long seed, int size, BiFunction<Ring, DeviceId, Set<DeviceId>> standing) {
        this.standing = standing;
        timeline = new Timeline(seed);
        for (int i = 0; i < size; i++) {
            var device = new RingDevice(this, new DeviceId(hash("device " + i, seed)), "no. " + i);
            devices.put(device.id(), device);
        }
        devices.values().forEach(RingDevice::start);
        notice();
    }

    static Hash hash(String what, long seed) {
        return Sha256.of((what + " of " + seed).getBytes(StandardCharsets.UTF_8));
    }

    Timeline timeline() {
        return timeline;
    }

    RingDevice device(DeviceId id) {
        return Optional.ofNullable(devices.get(id)).orElseThrow();
    }

    Duration delay() {
        return timeline.delayUpTo(DELAY_MAX);
    }

    Set<DeviceId> standing(Ring ring, DeviceId self) {
        return standing.apply(ring, self);
    }

    List<RingDevice> there() {
        return devices.values().stream().filter(RingDevice::isThere).toList();
    }

    /// Everybody hears who is there now.
    void notice() {
        var ring = Ring.of(there().stream().map(RingDevice::id).toList());
        there().forEach(device -> device.revise(ring));
    }

    void passes(Duration time) {
        timeline.runUntil(timeline.now().plus(time));
    }

    /// Nobody says good-bye.
    void leave(int count) {
        for (int i = 0; i < count; i++) {
            timeline.oneOf(there()).leave();
        }
    }

    /// Puts records where they belong.
    List<Hash> publish(int count) {
        var ring = Ring.of(devices.keySet());
        var keys = IntStream.range(0, count).mapToObj(i -> hash("record", i)).toList();
        for (var key : keys) {
            ring.recordHolders(key)
                    .forEach(to -> device(to).records().put(key, "the record of " + key));
        }
        return keys;
    }

    void dial(DeviceId from, DeviceId to) {
        boolean isThere = device(to).isThere();
        timeline.in(
                isThere ? delay() : DIAL_MAX,
                device(from) + " dials " + device(to),
                () -> {
                    if (device(to).isThere()) {
                        long number = numbers++;
                        device(from).opened(to, number, true);
                        message(to, other -> other.opened(from, number, false));
                    } else {
                        device(from).notReached(to);
                    }
                });
    }

    void close(DeviceId by, DeviceId peer, long number) {
        device(by).closed(peer, number);
        message(peer, other -> other.closed(by, number));
    }

    /// What one who is not there is told is lost.
    void message(DeviceId to, Consumer<RingDevice> arrives) {
        timeline.in(
                delay(),
                "to " + device(to),
                () -> {
                    if (device(to).isThere()) {
                        arrives.accept(device(to));
                    }
                });
    }

    /// Each key is looked up by somebody, a few at a time.
    Found lookUp(List<Hash> keys) {
        var searches = new ArrayList<Search>();
        for (var key : keys) {
            var search = new Search(timeline.oneOf(there()), key);
            searches.add(search);
            search.begin();
            passes(DELAY_MAX);
        }
        passes(Lookup.PATIENCE.multipliedBy(4));
        int hops = searches.stream().mapToInt(Search::hops).max().orElse(0);
        int waits = searches.stream().mapToInt(search -> search.waits).sum();
        return new Found(
                count(searches, Outcome.Found.class),
                count(searches, Outcome.NoSuch.class),
                count(searches, Outcome.OutOfReach.class),
                hops,
                waits);
    }

    private static int count(List<Search> searches, Class<?> kind) {
        return (int) searches.stream().filter(s -> kind.isInstance(s.outcome())).count();
    }

    /// Somebody who looks for a record: the shell around [Lookup].
    private final class Search {

        private final RingDevice device;
        private final Hash key;
        private final Lookup<String> lookup;
        private int waits;

        Search(RingDevice device, Hash key) {
            this.device = device;
            this.key = key;
            lookup = new Lookup<>(device.table(), key);
        }

        void begin() {
            if (!device.records().containsKey(key)) {
                turn();
            }
        }

        private void turn() {
            for (var next : lookup.next(timeline.now())) {
                device.ask(next, key, answer -> heard(next, answer));
            }
            var wake = lookup.wakeAt();
            if (lookup.outcome().isEmpty()) {
                timeline.in(Duration.between(timeline.now(), wake), "is patient", () -> wake(wake));
            }
        }

        private void heard(DeviceId from, Optional<Lookup.Answer<String>> answer) {
            answer.ifPresentOrElse(
                    given -> lookup.answered(from, given), () -> lookup.failed(from));
            turn();
        }

        private void wake(Instant due) {
            if (lookup.outcome().isEmpty() && lookup.wakeAt().equals(due)) {
                waits++;
                turn();
            }
        }

        Outcome<String> outcome() {
            return device.records().containsKey(key)
                    ? new Outcome.Found<>("here", 0)
                    : lookup.outcome().orElseThrow();
        }

        int hops() {
            return outcome() instanceof Outcome.Found<String>(_, var hops) ? hops : 0;
        }
    }
}
