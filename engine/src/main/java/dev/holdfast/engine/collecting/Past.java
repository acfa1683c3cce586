package dev.holdfast.engine.collecting;

import dev.holdfast.engine.catalog.BatchesView;
import dev.holdfast.engine.core.batch.Batch;
import dev.holdfast.engine.core.batch.BatchBody;
import dev.holdfast.engine.core.batch.Chain;
import dev.holdfast.engine.core.batch.Trim;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.collect.Mark;
import dev.holdfast.engine.core.collect.Word;
import dev.holdfast.engine.core.membership.Device;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Role;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.Hlc;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.namespace.VolumeSpec;
import dev.holdfast.engine.exchange.Bodies;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/// All batches that this device holds at one moment, read one after the other: what came later is
/// not in it. Each reading opens all of them anew, so memory does not grow with how many there are.
///
/// @param cuts where a writer's word ends, of those who were put out or forked
/// @param held up to which batch each writer of each volume is heard here
/// @param end where in the journal the moment is
public record Past(
        Archive home, Map<Chain, Long> cuts, Map<VolumeId, VersionVector> held, long end) {

    /// Batches in memory at once.
    private static final int PAGE = 16;

    /// It cannot be told what is needed: something could not be read.
    public static final class DoubtException extends Exception {

        private static final long serialVersionUID = 1;

        DoubtException(String what) {
            super(what);
        }

        DoubtException(String what, Throwable cause) {
            super(what, cause);
        }
    }

    /// Hears a batch and what it says.
    public interface Listener {
        void hear(Batch batch, BatchBody body) throws DoubtException, InterruptedException;
    }

    /// Whether a batch has names, as far as that can be told.
    public static BiPredicate<VolumeId, Dot> naming(Archive home) {
        var bodies = home.bodies();
        return (volume, dot) -> {
            var held = home.ledger().views().batches().batch(volume, dot);
            try {
                return held.isEmpty() || !body(bodies, held.get().batch()).entries().isEmpty();
            } catch (DoubtException e) {
                return true;
            }
        };
    }

    /// @throws DoubtException when there are batches of which it is not known yet what they say
    public static Past now(Archive home) throws DoubtException {
        var views = home.ledger().views().batches();
        var cuts = cuts(home);
        var held = heard(views);
        for (var volume : held.entrySet()) {
            if (!views.applied(volume.getKey()).covers(volume.getValue())) {
                throw new DoubtException(
                        "there are batches that cannot be opened here, or not yet");
            }
        }
        return new Past(home, cuts, held, last(views, held));
    }

    /// Up to which batch each writer of each volume is heard, as far as it counts.
    public static Map<VolumeId, VersionVector> heard(BatchesView views) {
        var held = new HashMap<VolumeId, VersionVector>();
        views.chains()
                .forEach(
                        (volume, chains) -> {
                            var heard = new TreeMap<Actor, Long>();
                            chains.forEach(
                                    (actor, chain) -> {
                                        long n = Math.min(chain.n(), chain.cut() - 1);
                                        if (n > 0) {
                                            heard.put(actor, n);
                                        }
                                    });
                            held.put(volume, new VersionVector(heard));
                        });
        return held;
    }

    private static Map<Chain, Long> cuts(Archive home) {
        var cuts = new HashMap<Chain, Long>();
        home.ledger()
                .views()
                .batches()
                .chains()
                .forEach(
                        (volume, actors) ->
                                actors.forEach(
                                        (actor, chain) ->
                                                cuts.put(new Chain(volume, actor), chain.cut())));
        return cuts;
    }

    private static long last(BatchesView views, Map<VolumeId, VersionVector> held)
            throws DoubtException {
        long last = 0;
        for (var volume : held.entrySet()) {
            for (var end : volume.getValue().latest().entrySet()) {
                var dot = new Dot(end.getKey(), end.getValue());
                last =
                        Math.max(
                                last,
                                views.batch(volume.getKey(), dot)
                                        .orElseThrow(
                                                () -> new DoubtException("a batch is not here"))
                                        .lsn());
            }
        }
        return last;
    }

    /// Whether nobody was put out or forked since.
    boolean isStillSo() {
        var now = cuts(home);
        return cuts.entrySet().stream()
                .allMatch(cut -> cut.getValue().equals(now.get(cut.getKey())));
    }

    /// Reads every batch that came until then, also those that count no more.
    void read(Listener each) throws DoubtException, InterruptedException {
        read(0, end, each);
    }

    /// Reads what came since.
    void readLater(Listener each) throws DoubtException, InterruptedException {
        read(end, Long.MAX_VALUE, each);
    }

    private void read(long after, long upTo, Listener each)
            throws DoubtException, InterruptedException {
        var views = home.ledger().views().batches();
        var bodies = home.bodies();
        long at = after;
        for (var page = views.after(at, PAGE); !page.isEmpty(); page = views.after(at, PAGE)) {
            for (var one : page) {
                if (one.lsn() > upTo) {
                    return;
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException("reading the past");
                }
                each.hear(one.batch(), body(bodies, one.batch()));
                at = one.lsn();
            }
        }
    }

    private static BatchBody body(Bodies bodies, Batch batch) throws DoubtException {
        if (!bodies.knows(batch.header().sealing().epoch())) {
            throw new DoubtException("a batch cannot be opened yet");
        }
        try {
            return bodies.open(batch);
        } catch (MalformedException e) {
            throw new DoubtException("a batch cannot be opened", e);
        }
    }

    /// Whether a batch counts, and was there at this moment.
    boolean counts(VolumeId volume, Dot dot) {
        return held.getOrDefault(volume, VersionVector.EMPTY).contains(dot);
    }

    /// What each volume's mark hears, and which volumes there are.
    ///
    /// @param marks of every volume but the one that lists them
    /// @param specs how each volume is kept; the last that was said of one that is removed
    /// @param removed when a volume was removed
    record Account(
            Map<VolumeId, Mark> marks,
            Map<VolumeId, VolumeSpec> specs,
            Map<VolumeId, Hlc> removed) {

        /// The trim that a volume's past is due for by this device's own clock; empty of one of
        /// which it does not know how it is kept.
        Optional<Trim.Replaced> due(VolumeId volume, Instant now, boolean isConfirmed) {
            return Optional.ofNullable(specs.get(volume))
                    .map(spec -> Trim.Replaced.due(spec, now, isConfirmed));
        }

        /// Whether a volume was removed, and so long ago that all of it may go. Of one that is
        /// removed no days are kept: no name leads to them.
        boolean isOver(VolumeId volume, Instant now) {
            var at = removed.get(volume);
            return at != null
                    && due(volume, now, false)
                            .filter(due -> at.compareTo(due.until()) <= 0)
                            .isPresent();
        }
    }

    /// @param ripe see [Mark]; everything held where it is empty
    Account account(Optional<Map<VolumeId, VersionVector>> ripe)
            throws DoubtException, InterruptedException {
        var system = new VolumeId(home.roster().get().pool().hash());
        var account = new Account(new HashMap<>(), new HashMap<>(), new HashMap<>());
        for (var volume : held.keySet()) {
            var upTo = ripe.orElse(held).getOrDefault(volume, VersionVector.EMPTY);
            account.marks.put(volume, new Mark(parties(volume), upTo));
        }
        account.marks.remove(system);
        var said = new HashMap<VolumeId, Hlc>();
        read(
                (batch, body) -> {
                    var volume = batch.header().volume();
                    var dot = batch.header().dot();
                    if (!counts(volume, dot)) {
                        return;
                    }
                    if (volume.equals(system)) {
                        body.entries().forEach(entry -> list(entry, said, account));
                    }
                    var mark = account.marks.get(volume);
                    if (mark != null) {
                        mark.hear(word(batch, body));
                    }
                });
        var names = home.ledger().views().names();
        account.removed.keySet().removeIf(id -> !names.node(system, id.hash()).isEmpty());
        return account;
    }

    private static void list(Entry entry, Map<VolumeId, Hlc> said, Account account) {
        var volume = new VolumeId(entry.node());
        var stamp = entry.cause().stamp();
        if (entry.kind() instanceof Entry.Volume(var spec)) {
            if (said.merge(volume, stamp, (a, b) -> a.compareTo(b) < 0 ? b : a).equals(stamp)) {
                account.specs.put(volume, spec);
            }
        } else if (entry.kind() instanceof Entry.Tombstone) {
            account.removed.merge(volume, stamp, (a, b) -> a.compareTo(b) < 0 ? b : a);
        }
    }

    /// A trim is a person's only when an owner's device says so.
    private Word word(Batch batch, BatchBody body) {
        var dot = batch.header().dot();
        boolean mayConfirm =
                home.roster()
                        .get()
                        .device(dot.actor().device())
                        .filter(device -> device.isAdmitted() && device.role() == Role.OWNER)
                        .isPresent();
        var trim = mayConfirm ? body.trim() : body.trim().map(Past::unconfirmed);
        return new Word(dot, batch.header().sealing().open(), body.seen(), trim);
    }

    private static Trim unconfirmed(Trim trim) {
        return switch (trim) {
            case Trim.Replaced(var until, var daily, _) -> new Trim.Replaced(until, daily, false);
            case Trim.Everything _ -> new Trim.Everything(false);
        };
    }

    /// Whether all is heard that counts of a device that was put out, as its removal says. What it
    /// put may be named in what is not.
    static boolean isHeard(
            Archive home, DeviceId out, VolumeId volume, Map<VolumeId, VersionVector> held) {
        var heard = held.getOrDefault(volume, VersionVector.EMPTY);
        return home.roster().get().revocation(out).stream()
                .flatMap(by -> by.says().batches().stream())
                .filter(last -> last.volume().equals(volume.hash()))
                .map(last -> new Dot(new Actor(out, last.incarnation()), last.n()))
                .allMatch(heard::contains);
    }

    /// Everybody is waited for who may write, or has written. One that was put out is not, nor one
    /// that is parked; the puts of the latter stay open, as it may come back and go on.
    private Mark.Parties parties(VolumeId volume) {
        var wrote = new HashSet<DeviceId>();
        held.getOrDefault(volume, VersionVector.EMPTY)
                .latest()
                .keySet()
                .forEach(actor -> wrote.add(actor.device()));
        var writers = new HashSet<DeviceId>();
        var silent = new HashSet<DeviceId>();
        for (var device : home.roster().get().devices()) {
            if (device.standing() == Device.Standing.REVOKED) {
                if (isHeard(home, device.id(), volume, held)) {
                    silent.add(device.id());
                }
            } else if (!device.duty().isParked()
                    && (device.role().mayWrite() || wrote.contains(device.id()))) {
                writers.add(device.id());
            }
        }
        return new Mark.Parties(writers, silent);
    }

    Set<VolumeId> volumes() {
        return held.keySet();
    }
}
