package dev.holdfast.testbed.sim;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.Device;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Health;
import dev.holdfast.engine.core.membership.Links;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.placement.Layout;
import dev.holdfast.engine.core.repair.PoolView;
import dev.holdfast.engine.core.repair.Presence;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Who is there and who belongs: connections, health, and the statements of the roster. The shell
/// around [Links], [Health] and [Roster], as the cluster is in the product.
final class Society {

    private static final Duration TICK = Duration.ofSeconds(5);
    private static final int TICKS_PER_BEAT = 3;
    private static final Duration DIAL_MAX = Duration.ofSeconds(10);

    private final Life life;
    private final Pool pool;
    private final NavigableMap<Long, Session> sessions = new TreeMap<>();
    private final NavigableMap<DeviceId, Session> kept = new TreeMap<>();
    private Links links;
    private Health health = Health.unknown(Pool.HEALTH);
    private int ticks;

    Society(Life life) {
        this.life = life;
        pool = life.pool();
        links = Links.none(life.id());
    }

    void start() {
        revise();
        tick();
    }

    private Instant now() {
        return pool.timeline().now();
    }

    Optional<Session> to(DeviceId device) {
        return Optional.ofNullable(kept.get(device));
    }

    Set<DeviceId> connected() {
        return Set.copyOf(kept.keySet());
    }

    Collection<Session> kept() {
        return List.copyOf(kept.values());
    }

    /// The pool as this device sees it, which may be late.
    PoolView view(Roster roster, Layout layout) {
        var others = new TreeMap<DeviceId, Presence>();
        var parked = roster.parked();
        for (var device : roster.admitted()) {
            if (!device.id().equals(life.id()) && !parked.contains(device.id())) {
                var seen = health.sighting(device.id()).map(Health.Sighting::since);
                boolean isOnline = kept.containsKey(device.id());
                others.put(device.id(), new Presence(isOnline, seen.orElse(Instant.EPOCH)));
            }
        }
        return new PoolView(life.id(), layout, others, parked);
    }

    /// Does what a changed roster asks for: who is looked for, and who is turned away.
    void revise() {
        var others = new HashSet<DeviceId>();
        life.roster().admitted().stream()
                .map(Device::id)
                .filter(device -> !device.equals(life.id()))
                .forEach(others::add);
        step(new Health.Members(others));
        boolean isIn = life.roster().isAdmitted(life.id());
        step(new Links.Wanted(isIn ? others : Set.of()));
        kept().forEach(this::turnAway);
    }

    private void turnAway(Session session) {
        var peer = session.peer(life);
        if (life.roster().revocation(peer).isPresent()) {
            var farewell = life.roster().farewell(peer, List.of());
            session.send(
                    life, "puts out", other -> other.society().learned(farewell, session, true));
            life.later(DIAL_MAX, "closes", () -> letGo(session));
        }
    }

    private void tick() {
        if (ticks++ % TICKS_PER_BEAT == 0) {
            kept().forEach(session -> session.send(life, "greets", _ -> {}));
        }
        kept().stream()
                .filter(session -> session.heard(life).isAfter(now().minus(TICK)))
                .forEach(each -> step(new Health.Heard(each.peer(life), each.heard(life))));
        step(new Health.Tick());
        step(new Links.Tick());
        life.later(TICK, "ticks", this::tick);
    }

    private void step(Health.Event event) {
        var step = health.on(event, now());
        health = step.next();
        for (var turned : step.turned()) {
            if (turned.to() == Health.State.OFFLINE) {
                to(turned.device()).ifPresent(this::letGo);
            }
        }
        if (!step.turned().isEmpty()) {
            life.poolChanged();
        }
    }

    private void step(Links.Event event) {
        var step = links.on(event, now(), pool.timeline().chance());
        links = step.next();
        for (var effect : step.effects()) {
            switch (effect) {
                case Links.Dial(var device) -> dial(device);
                case Links.Keep(_, var number) ->
                        Optional.ofNullable(sessions.get(number)).ifPresent(this::keep);
                case Links.Drop(_, var number) ->
                        Optional.ofNullable(sessions.get(number)).ifPresent(this::letGo);
            }
        }
    }

    private void dial(DeviceId id) {
        var there = pool.machine(id);
        boolean isCut =
                pool.net().isCut(life.machine(), there) || pool.net().isCut(there, life.machine());
        var takes = isCut ? DIAL_MAX : pool.net().delay();
        life.later(takes, "dials " + there, () -> dialled(there, isCut));
    }

    private void dialled(Machine there, boolean wasCut) {
        var other = there.life();
        if (wasCut || other.isEmpty() || !isMet(other.get())) {
            step(new Health.Unreachable(there.id()));
            step(new Links.DialFailed(there.id()));
            return;
        }
        var session = pool.session(life, other.get());
        opened(session);
        pool.timeline()
                .in(
                        pool.net().delay(),
                        there + " takes " + life,
                        () -> other.get().run(() -> other.get().society().opened(session)));
    }

    /// Whether each holds the other to be of the pool, by its chain of admissions if need be.
    private boolean isMet(Life other) {
        if (!other.society().belongs(life)) {
            var farewell = other.roster().farewell(life.id(), life.roster().heads());
            life.take(farewell);
            return false;
        }
        return belongs(other);
    }

    private boolean belongs(Life other) {
        var chain = other.roster().chain(other.id());
        return life.roster().judge(other.id(), chain, Toy.SIGNATURES::verify).isPresent();
    }

    private void opened(Session session) {
        if (!session.isOpen()) {
            return;
        }
        var peer = session.peer(life);
        sessions.put(session.number(), session);
        step(new Links.Opened(peer, session.number(), session.isDialledBy(life)));
        step(new Health.Heard(peer, now()));
    }

    private void keep(Session session) {
        kept.put(session.peer(life), session);
        tellHeads(session);
        life.met(session);
    }

    private void letGo(Session session) {
        session.closedBy(life);
        ended(session);
    }

    void ended(Session session) {
        if (sessions.remove(session.number()) == null) {
            return;
        }
        var peer = session.peer(life);
        if (kept.remove(peer, session)) {
            life.parted(peer, session);
        }
        step(new Links.Closed(peer, session.number(), true));
        if (links.open(peer).isEmpty()) {
            step(new Health.Closed(peer));
        }
    }

    /// The process has ended.
    void die() {
        List.copyOf(sessions.values()).forEach(session -> session.closedBy(life));
    }

    private void tellHeads(Session session) {
        var heads = life.roster().heads();
        session.send(life, "tells heads to", other -> other.society().hear(session, heads));
    }

    private void hear(Session session, List<Hash> heads) {
        if (!life.roster().has(heads)) {
            want(session);
        }
    }

    private void want(Session session) {
        var haves = life.roster().haves();
        session.send(
                life,
                "wants statements of",
                other -> {
                    var missing = other.roster().missing(haves);
                    session.send(
                            other,
                            "tells statements to",
                            me -> me.society().learned(missing, session, true));
                });
    }

    private void learned(List<SignedStatement> statements, Session from, boolean isAsked) {
        tell(life.take(statements), Optional.of(from));
        boolean lacksPast =
                statements.stream().anyMatch(s -> life.roster().statement(s.id()).isEmpty());
        if (!isAsked && lacksPast) {
            want(from);
        }
    }

    /// Passes on what is new here.
    void tell(List<SignedStatement> statements, Optional<Session> from) {
        if (!statements.isEmpty()) {
            kept.values().stream()
                    .filter(session -> from.filter(session::equals).isEmpty())
                    .forEach(
                            session ->
                                    session.send(
                                            life,
                                            "passes statements to",
                                            other ->
                                                    other.society()
                                                            .learned(statements, session, false)));
        }
    }
}
