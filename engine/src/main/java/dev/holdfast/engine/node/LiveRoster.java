package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.membership.Device;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.PoolId;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.membership.Statement;
import dev.holdfast.engine.core.placement.CalibratedRendezvous;
import dev.holdfast.engine.core.placement.Capacity;
import dev.holdfast.engine.core.placement.Layout;
import dev.holdfast.engine.crypto.KeyRing;
import dev.holdfast.engine.crypto.Signatures;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The roster as it is now, and what follows from it: the secrets this device has, and the layout.
/// Safe for many threads.
final class LiveRoster {

    /// The roster and all that follows from it, of one moment.
    record State(Roster roster, KeyRing ring, Layout layout) {}

    /// How the secrets in a roster are come by.
    @FunctionalInterface
    interface Rings {

        /// Those that the roster gives to this device.
        Rings OWN = KeyRing::of;

        KeyRing of(Roster roster, KeyRing.Tools tools);
    }

    /// Letters of an id that stand for a name: its first group.
    private static final int ID_SHOWN = 8;

    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._-]*");

    private final KeyRing.Tools tools;
    private final Rings rings;
    private volatile State state;

    private LiveRoster(KeyRing.Tools tools, Rings rings, Roster roster) {
        this.tools = tools;
        this.rings = rings;
        state = follow(roster);
    }

    /// Folds the statements that a journal holds.
    static LiveRoster fold(
            Collection<byte[]> statements, Signatures signatures, KeyRing.Tools tools, Rings rings)
            throws NodeException {
        try {
            var parsed = new ArrayList<SignedStatement>();
            for (var bytes : statements) {
                parsed.add(SignedStatement.parse(bytes));
            }
            var roster = Roster.fold(pool(parsed), parsed, signatures::verify);
            return new LiveRoster(tools, rings, roster);
        } catch (MalformedException e) {
            throw new NodeException(
                    new Problem(
                            Problem.Code.DAMAGED,
                            "The list of this pool's devices cannot be read: "
                                    + e.getMessage()
                                    + ".",
                            "Restore the home from a backup, or join the pool anew."),
                    e);
        }
    }

    private static PoolId pool(List<SignedStatement> statements) throws MalformedException {
        return statements.stream()
                .filter(signed -> signed.statement() instanceof Statement.Genesis)
                .map(SignedStatement::pool)
                .findFirst()
                .orElseThrow(() -> new MalformedException("it has no beginning"));
    }

    void become(Roster roster) {
        state = follow(roster);
    }

    private State follow(Roster roster) {
        var capacities = new TreeMap<DeviceId, Capacity>();
        roster.admitted()
                .forEach(device -> capacities.put(device.id(), new Capacity(device.capacity())));
        var settings = roster.settings();
        var layout =
                new CalibratedRendezvous()
                        .layout(capacities, settings.factor(), settings.partitionBits());
        return new State(roster, rings.of(roster, tools), layout);
    }

    State now() {
        return state;
    }

    Roster roster() {
        return state.roster;
    }

    KeyRing ring() {
        return state.ring;
    }

    KeyRing.Tools tools() {
        return tools;
    }

    DeviceId self() {
        return tools.keys().id();
    }

    /// What people call a device; the beginning of its id when this device cannot read the name.
    String name(Device device) {
        return ring().name(device).orElseGet(() -> beginning(device.id()));
    }

    private static String beginning(DeviceId id) {
        return id.text().substring(0, ID_SHOWN);
    }

    String name(DeviceId id) {
        return roster().device(id).map(this::name).orElseGet(() -> beginning(id));
    }

    /// What a person can type for a device in any shell: its name when that is plain and only its
    /// own, else its id. Names come from others.
    String word(Device device) {
        var name = ring().name(device).filter(each -> PLAIN.matcher(each).matches());
        return name.filter(each -> known().filter(other -> name(other).equals(each)).count() == 1)
                .orElseGet(() -> device.id().toString());
    }

    private Stream<Device> known() {
        return roster().devices().stream().filter(LiveRoster::isKnown);
    }

    private static boolean isKnown(Device device) {
        return device.isAdmitted() || device.isQuarantined();
    }

    /// The admitted device of that name or id.
    Device only(String name) throws NodeException {
        return only(name, Device::isAdmitted);
    }

    /// The device of that name or id, whether it is admitted or quarantined.
    Device known(String name) throws NodeException {
        return only(name, LiveRoster::isKnown);
    }

    private Device only(String name, Predicate<Device> isMeant) throws NodeException {
        var all =
                roster().devices().stream()
                        .filter(isMeant)
                        .filter(each -> name(each).equals(name) || isIdOf(name, each.id()))
                        .toList();
        if (all.size() > 1) {
            throw new NodeException(
                    Problem.Code.USAGE,
                    all.size() + " devices are called " + name + ".",
                    "Name it by its id; `holdfast --json devices` shows them.");
        }
        return all.stream()
                .findFirst()
                .orElseThrow(
                        () ->
                                new NodeException(
                                        Problem.Code.NO_SUCH,
                                        "There is no device named " + name + " in this pool.",
                                        "List the devices with `holdfast devices`."));
    }

    private static boolean isIdOf(String name, DeviceId id) {
        return name.equals(id.toString()) || name.equals(id.text());
    }
}
