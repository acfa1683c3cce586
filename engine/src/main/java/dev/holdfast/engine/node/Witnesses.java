package dev.holdfast.engine.node;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.Device;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.files.Inventory;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.recovery.Seeker;
import dev.holdfast.engine.recovery.Witness;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The devices that answer to the recovery words. One that breaks off or says what cannot be is
/// asked nothing more.
final class Witnesses implements Inventory.Holdings, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Witnesses.class);

    private final Seeker seeker;
    private final Map<DeviceId, Seeker.Told> told = new TreeMap<>();
    private final Map<DeviceId, List<Endpoint>> known = new TreeMap<>();
    private final Set<DeviceId> tried = new HashSet<>();
    private final Set<DeviceId> lost = new HashSet<>();

    Witnesses(Seeker seeker, List<Seeker.Told> first) {
        this.seeker = seeker;
        first.forEach(this::take);
    }

    /// One that is found at several addresses speaks over the first.
    private void take(Seeker.Told one) {
        var device = one.by().device();
        if (told.putIfAbsent(device, one) != null) {
            one.by().close();
            return;
        }
        tried.add(device);
        one.othersAt().forEach((other, at) -> known.merge(other, at, Witnesses::both));
    }

    private static List<Endpoint> both(List<Endpoint> some, List<Endpoint> more) {
        return Stream.concat(some.stream(), more.stream()).distinct().toList();
    }

    /// What the roster says of them and they of each other: whoever is heard of is asked too, until
    /// there is nobody new.
    Roster rally(Roster begin) throws InterruptedException {
        var roster = begin.with(statements(), seeker.check());
        for (var next = next(roster); !next.isEmpty(); next = next(roster)) {
            next.forEach(place -> place.expected().ifPresent(tried::add));
            seeker.askAll(next).forEach(this::take);
            roster = roster.with(statements(), seeker.check());
        }
        return roster;
    }

    private List<SignedStatement> statements() {
        return told.values().stream().flatMap(one -> one.roster().statements().stream()).toList();
    }

    private List<Seeker.Place> next(Roster roster) {
        return roster.admitted().stream()
                .map(Device::id)
                .filter(id -> known.containsKey(id) && !tried.contains(id))
                .map(id -> new Seeker.Place(known.getOrDefault(id, List.of()), Optional.of(id)))
                .toList();
    }

    /// Those that still answer.
    List<Witness> answering() {
        return told.values().stream()
                .map(Seeker.Told::by)
                .filter(witness -> !lost.contains(witness.device()))
                .toList();
    }

    boolean isReached(DeviceId device) {
        return told.containsKey(device);
    }

    void lose(Witness witness, Exception why) {
        LOG.warn("{} is asked nothing more: {}", witness.device(), why.getMessage());
        lost.add(witness.device());
        witness.close();
    }

    @Override
    public Set<ChunkId> held(List<ChunkId> ids) throws InterruptedException {
        var held = new HashSet<ChunkId>();
        for (var witness : answering()) {
            var open = ids.stream().filter(id -> !held.contains(id)).toList();
            try {
                held.addAll(open.isEmpty() ? Set.of() : witness.held(open));
            } catch (NetException e) {
                lose(witness, e);
            }
        }
        return held;
    }

    @Override
    public boolean read(ChunkId id, ByteBuffer into) throws InterruptedException {
        for (var witness : answering()) {
            try {
                if (witness.read(id, into.clear())) {
                    return true;
                }
            } catch (NetException e) {
                lose(witness, e);
            }
        }
        return false;
    }

    /// Tells each what it lacks of a roster.
    ///
    /// @return those that know of it now
    List<DeviceId> bring(Roster now) throws InterruptedException {
        var knowing = new ArrayList<DeviceId>();
        for (var one : told.values()) {
            if (lost.contains(one.by().device())) {
                continue;
            }
            try {
                one.by().bring(now.missing(one.roster().heads()));
                knowing.add(one.by().device());
            } catch (NetException e) {
                lose(one.by(), e);
            }
        }
        return knowing;
    }

    /// Where to look for the pool when the device starts.
    String hints() {
        var hints = new StringBuilder();
        told.values()
                .forEach(one -> hints.append(AddressFile.hint(one.by().device(), one.by().at())));
        known.forEach(
                (device, at) -> at.forEach(each -> hints.append(AddressFile.hint(device, each))));
        return hints.toString();
    }

    @Override
    public void close() {
        told.values().forEach(one -> one.by().close());
    }
}
