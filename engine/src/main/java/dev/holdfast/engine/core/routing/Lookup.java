package dev.holdfast.engine.core.routing;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Looks for the record of a key: asks the closest devices it knows, is told of closer ones, and
/// goes on with those. Who does not answer is passed by.
///
/// Not a value but an object with one owner; it holds no clock. The owner asks those that [#next]
/// names, says what came of each, and calls [#next] again after that and at [#wakeAt], until there
/// is an [#outcome]. It looks at its own records before it begins.
///
/// @param <T> a record
public final class Lookup<T> {

    /// Devices that are waited for at once, without those that are slow.
    public static final int PARALLEL_MAX = 3;

    /// How many of those that would keep the record must say that there is none.
    public static final int NONES_MIN = 3;

    /// Devices that are asked in one lookup, whatever others say.
    public static final int ASKED_MAX = 64;

    /// After this time another device is asked besides; the answer is still taken.
    public static final Duration SLOW_AFTER = Duration.ofMillis(500);

    /// After this time no answer is expected any more.
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    /// What a device answers.
    public sealed interface Answer<T> {

        record Has<T>(T record) implements Answer<T> {}

        /// It would keep the record and has none. Those may know better.
        record HasNone<T>(List<DeviceId> contacts) implements Answer<T> {}

        /// The record is not its to keep; those are closer.
        record Refers<T>(List<DeviceId> contacts) implements Answer<T> {}
    }

    /// How a lookup ends.
    public sealed interface Outcome<T> {

        /// @param hops how many devices were asked one after another to get there
        record Found<T>(T record, int hops) implements Outcome<T> {}

        /// Those that would keep it say that there is none.
        record NoSuch<T>() implements Outcome<T> {}

        /// Too few of those that would keep it answer.
        record OutOfReach<T>() implements Outcome<T> {}
    }

    private enum State {
        KNOWN,
        ASKED,
        SLOW,
        DONE
    }

    private static final class Contact {

        private final DeviceId device;
        private final int hop;
        private State state = State.KNOWN;
        private Instant asked = Instant.MAX;

        Contact(DeviceId device, int hop) {
            this.device = device;
            this.hop = hop;
        }

        Instant limit() {
            return asked.plus(state == State.SLOW ? PATIENCE : SLOW_AFTER);
        }

        boolean isAwaited() {
            return state == State.ASKED || state == State.SLOW;
        }
    }

    private final Ring ring;
    private final DeviceId self;
    private final Set<DeviceId> holders;
    private final NavigableMap<DeviceId, Contact> contacts;
    private Optional<Outcome<T>> outcome = Optional.empty();
    private int asked;
    private int nones;
    private int silent;

    public Lookup(RoutingTable table, Hash key) {
        ring = table.ring();
        self = table.self();
        holders = Set.copyOf(ring.recordHolders(key));
        contacts = new TreeMap<>(Distance.to(key));
        nones = holders.contains(self) ? 1 : 0;
        learn(table.reachable().stream(), 1);
    }

    /// How it ended; empty while it goes on.
    public Optional<Outcome<T>> outcome() {
        return outcome;
    }

    /// Whom to ask now. Each is asked once.
    public List<DeviceId> next(Instant now) {
        for (var contact : awaited().toList()) {
            if (contact.state == State.ASKED && !now.isBefore(contact.limit())) {
                contact.state = State.SLOW;
            }
            if (contact.state == State.SLOW && !now.isBefore(contact.limit())) {
                giveUp(contact);
            }
        }
        var chosen = new ArrayList<DeviceId>();
        long running = awaited().filter(contact -> contact.state == State.ASKED).count();
        for (var contact : contacts.values()) {
            boolean isNext = contact.state == State.KNOWN && running < PARALLEL_MAX;
            if (isNext && asked < ASKED_MAX && outcome.isEmpty()) {
                contact.state = State.ASKED;
                contact.asked = now;
                chosen.add(contact.device);
                running++;
                asked++;
            }
        }
        conclude();
        return chosen;
    }

    /// When to call [#next] though nothing came.
    public Instant wakeAt() {
        return awaited().map(Contact::limit).min(Instant::compareTo).orElse(Instant.MAX);
    }

    /// What nobody asked for is passed over.
    public void answered(DeviceId from, Answer<T> answer) {
        var contact = contacts.get(from);
        if (contact == null || !contact.isAwaited() || outcome.isPresent()) {
            return;
        }
        contact.state = State.DONE;
        switch (answer) {
            case Answer.Has<T>(var record) ->
                    outcome = Optional.of(new Outcome.Found<>(record, contact.hop));
            case Answer.HasNone<T>(var closer) -> {
                nones++;
                learn(closer.stream().limit(RoutingTable.CONTACTS_MAX), contact.hop + 1);
            }
            case Answer.Refers<T>(var closer) ->
                    learn(closer.stream().limit(RoutingTable.CONTACTS_MAX), contact.hop + 1);
        }
        conclude();
    }

    /// A device cannot be asked, or has broken off.
    public void failed(DeviceId device) {
        var contact = contacts.get(device);
        if (contact != null && contact.isAwaited()) {
            giveUp(contact);
            conclude();
        }
    }

    private void giveUp(Contact contact) {
        contact.state = State.DONE;
        silent += holders.contains(contact.device) ? 1 : 0;
    }

    private void learn(Stream<DeviceId> devices, int hop) {
        devices.filter(device -> ring.has(device) && !device.equals(self))
                .forEach(device -> contacts.putIfAbsent(device, new Contact(device, hop)));
    }

    private Stream<Contact> awaited() {
        return contacts.values().stream().filter(Contact::isAwaited);
    }

    private void conclude() {
        if (outcome.isPresent()) {
            return;
        }
        boolean mayAsk =
                asked < ASKED_MAX
                        && contacts.values().stream().anyMatch(c -> c.state == State.KNOWN);
        boolean isOver = !mayAsk && awaited().findAny().isEmpty();
        if (nones >= NONES_MIN || (isOver && nones > 0 && silent == 0)) {
            outcome = Optional.of(new Outcome.NoSuch<>());
        } else if (isOver) {
            outcome = Optional.of(new Outcome.OutOfReach<>());
        }
    }
}
