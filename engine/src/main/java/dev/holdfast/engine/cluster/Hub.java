package dev.holdfast.engine.cluster;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.cluster.ClusterEvent.RosterChanged;
import dev.holdfast.engine.core.liveness.Sight;
import dev.holdfast.engine.core.liveness.SwimEffect;
import dev.holdfast.engine.core.liveness.SwimEvent;
import dev.holdfast.engine.core.membership.Device;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Health;
import dev.holdfast.engine.core.membership.Links;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.routing.AddressRecord;
import dev.holdfast.engine.core.routing.Ring;
import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.core.wire.RosterMessage;
import dev.holdfast.engine.core.wire.RosterMessage.RosterHeads;
import dev.holdfast.engine.core.wire.SessionMessage;
import dev.holdfast.engine.core.wire.SessionMessage.Rumours;
import dev.holdfast.engine.net.CloseReason;
import dev.holdfast.engine.net.Connection;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// What the loop of the links knows and does. All methods but the plain questions run in the loop.
final class Hub implements Lookout.House, Neighbourhood.House {

    private final DeviceId self;
    private final Ports ports;
    private final Pace pace;
    private final AddressBook addresses;
    private final Consumer<DeviceId> dial;
    private final List<Consumer<ClusterEvent>> listeners = new CopyOnWriteArrayList<>();
    private final Map<Long, Session> sessions = new ConcurrentSkipListMap<>();
    private final Map<DeviceId, Session> kept = new ConcurrentHashMap<>();

    private final Endings endings;
    private final Lookout lookout;
    private final Neighbourhood neighbourhood;
    private volatile Roster roster;
    private volatile Health health;
    private Links links;

    Hub(Ports ports, Pace pace, Roster roster, AddressBook addresses, Consumer<DeviceId> dial) {
        this.self = ports.keys().id();
        this.ports = ports;
        this.pace = pace;
        this.roster = roster;
        this.addresses = addresses;
        this.dial = dial;
        endings = new Endings(pace.clock());
        health = Health.unknown(pace.health());
        links = Links.none(self);
        lookout = new Lookout(self, pace, this);
        neighbourhood = new Neighbourhood(self, pace, lookout.life(), this);
    }

    Neighbourhood neighbourhood() {
        return neighbourhood;
    }

    Endings endings() {
        return endings;
    }

    Roster roster() {
        return roster;
    }

    Health health() {
        return health;
    }

    Sight sight(DeviceId device) {
        return lookout.sight(device);
    }

    Optional<Connection> connection(DeviceId device) {
        return Optional.ofNullable(kept.get(device)).map(Session::connection);
    }

    Set<DeviceId> connected() {
        return Set.copyOf(kept.keySet());
    }

    /// Whether a device can be reached, over a session that stands or one to be opened.
    boolean isHere(DeviceId device) {
        return kept.containsKey(device) || neighbourhood.isHere(device);
    }

    void watch(Consumer<ClusterEvent> listener) {
        listeners.add(listener);
    }

    void tick() {
        var now = pace.clock().instant();
        for (var session : sessions.values()) {
            notice(session, now);
        }
        neighbourhood.far().forEach(device -> step(new Health.Heard(device, now)));
        step(new Health.Tick());
        lookout.on(new SwimEvent.Tick());
        neighbourhood.tick(kept.values());
        step(new Links.Tick());
    }

    private void notice(Session session, Instant now) {
        var device = session.device();
        var look = session.look(now);
        step(new Health.Heard(device, look.heard()));
        if (isKept(session) && look.isWork()) {
            neighbourhood.used(device);
            lookout.on(new SwimEvent.Worked(device));
        }
        if (isKept(session) && look.isNews()) {
            lookout.on(new SwimEvent.Heard(device, look.heard()));
            neighbourhood.heard(device);
        }
    }

    private boolean isKept(Session session) {
        return session(session.device()).filter(session::equals).isPresent();
    }

    /// A peer gave a sign of life.
    void hear(Session from, SessionMessage message) {
        if (isKept(from)) {
            notice(from, pace.clock().instant());
            lookout.hear(from.device(), message);
            if (message instanceof Rumours(var rumours)) {
                neighbourhood.told(from.device(), rumours);
                neighbourhood.lives(lookout.life());
            }
        }
    }

    @Override
    public Optional<Session> session(DeviceId device) {
        return Optional.ofNullable(kept.get(device));
    }

    @Override
    public void silent(DeviceId device) {
        var what = "others hear it, and nothing comes from it here";
        session(device).ifPresent(s -> letGo(s, CloseReason.of(CloseCode.SILENT, what)));
    }

    @Override
    public void turned(SwimEffect.Turned turned) {
        switch (turned.to()) {
            case SUSPECT -> step(new Health.Doubted(turned.device()));
            case GONE -> {
                step(new Health.Declared(turned.device()));
                neighbourhood.lost(turned.device());
            }
            case REACHED, ELSEWHERE -> {}
        }
        tell(new ClusterEvent.SightTurned(turned.device(), turned.from(), turned.to()));
    }

    @Override
    public void stand(NavigableSet<DeviceId> near, Ring ring) {
        watch(near, Optional.of(ring));
        want();
    }

    @Override
    public void seek(Optional<DeviceId> device) {
        want();
        device.ifPresent(each -> step(new Links.Hinted(each)));
    }

    @Override
    public void turned(DeviceId device, boolean isHere) {
        var now = pace.clock().instant();
        step(isHere ? new Health.Heard(device, now) : new Health.Declared(device));
    }

    /// From now on these are looked after; those among them with whom a session stands already are
    /// known to live.
    private void watch(Set<DeviceId> devices, Optional<Ring> ring) {
        lookout.members(new SwimEvent.Members(devices, ring));
        for (var session : kept.values()) {
            var device = session.device();
            if (devices.contains(device) && lookout.sight(device) == Sight.GONE) {
                lookout.on(new SwimEvent.Linked(device, session.isDialled()));
            }
        }
    }

    /// A session stands. Between the greeting and now the roster may have changed.
    void opened(Session session, Handshake handshake) {
        if (session.ended().isPresent()) {
            step(new Links.DialFailed(session.device()));
            return;
        }
        sessions.put(session.number(), session);
        addresses.hint(session.device(), AddressBook.parse(session.greeting().addresses()));
        step(new Links.Opened(session.device(), session.number(), session.isDialled()));
        notice(session, pace.clock().instant());
        want();
        turnAway(session, handshake);
    }

    /// The peer has ended a session, or the network.
    void over(Session session, CloseReason reason) {
        if (reason.code() == CloseCode.DUPLICATE && isKept(session)) {
            endings.turned(self);
        }
        ended(session, reason);
    }

    private void ended(Session session, CloseReason reason) {
        if (!sessions.remove(session.number(), session)) {
            return;
        }
        var device = session.device();
        if (kept.remove(device, session)) {
            lookout.on(new SwimEvent.Unlinked(device));
            neighbourhood.unlinked(device, reason.code());
            tell(new ClusterEvent.PeerDown(device, session.connection()));
        }
        step(new Links.Closed(device, session.number(), Endings.isWanted(reason)));
        if (links.open(device).isEmpty() && !neighbourhood.isIdle(reason.code())) {
            step(new Health.Closed(device));
        }
    }

    /// Ends a session, and does not wait for the network to agree.
    @Override
    public void letGo(Session session, CloseReason reason) {
        session.end(reason);
        ended(session, reason);
    }

    /// A dial came to nothing.
    void unreached(DeviceId device) {
        if (!kept.containsKey(device)) {
            step(new Health.Unreachable(device));
            boolean isWatched = lookout.sight(device) != Sight.GONE;
            neighbourhood.missed(device, isWatched);
        }
        step(new Links.DialFailed(device));
    }

    /// There may be another way to reach a device.
    void hinted(DeviceId device) {
        seek(Optional.of(device));
        neighbourhood.hinted(device);
    }

    /// Takes statements in: durable first, then counted, then told. Returns those that are new
    /// here.
    List<SignedStatement> take(List<SignedStatement> statements) throws NodeException {
        var before = roster;
        var now = before.with(statements, ports.signatures()::verify);
        var all = now.statements();
        var accepted = all.subList(before.statements().size(), all.size());
        if (!accepted.isEmpty()) {
            ports.log().accept(accepted);
        }
        roster = now;
        if (!accepted.isEmpty()) {
            tell(new RosterChanged(before, now));
            if (before.isAdmitted(self) && !now.isAdmitted(self)) {
                trouble(Cluster.REMOVED);
            }
        }
        return accepted;
    }

    /// Does what a changed roster asks for: who is looked for, and who is turned away.
    void revise(Handshake handshake) {
        var others = new HashSet<DeviceId>();
        roster.admitted().stream()
                .map(Device::id)
                .filter(d -> !d.equals(self))
                .forEach(others::add);
        step(new Health.Members(others));
        boolean isRing = pace.topology().isRing(others.size() + 1);
        if (!isRing) {
            watch(others, Optional.empty());
        }
        neighbourhood.revise(others, isRing);
        want();
        var now = pace.clock().instant();
        for (var session : sessions.values()) {
            turnAway(session, handshake);
            notice(session, now);
        }
    }

    private void want() {
        var wanted = addresses.dialable();
        wanted.removeIf(device -> device.equals(self) || !roster.isAdmitted(device));
        step(new Links.Wanted(roster.isAdmitted(self) ? neighbourhood.wanted(wanted) : Set.of()));
    }

    private void turnAway(Session session, Handshake handshake) {
        var device = session.device();
        if (roster.revocation(device).isPresent()) {
            var what = "this device was removed from the pool";
            var reason = CloseReason.of(CloseCode.REVOKED, what);
            session.end(handshake.farewell(device, session.greeting().heads()), reason);
            ended(session, reason);
        } else if (!handshake.belongs(roster, device, session.greeting().chain())) {
            var what = "this device is not of the pool";
            letGo(session, CloseReason.of(CloseCode.NOT_ADMITTED, what));
        }
    }

    /// True when the record says something new of a device of the pool. It is kept then.
    boolean take(AddressRecord record) throws NodeException {
        var device = roster.device(record.device()).filter(Device::isAdmitted);
        var before = addresses.record(record.device());
        boolean isNews =
                record.stated().pool().equals(roster.pool())
                        && before.map(record::supersedes).orElse(true)
                        && device.map(d -> d.card().keys().signing())
                                .filter(key -> record.isSignedBy(key, ports.signatures()::verify))
                                .isPresent();
        if (isNews) {
            ports.log().accept(record);
            addresses.put(record);
        }
        return isNews;
    }

    Iterable<Session> sessions() {
        return kept.values();
    }

    void trouble(Problem problem) {
        tell(new ClusterEvent.Troubled(problem));
    }

    private void step(Health.Event event) {
        var step = health.on(event, pace.clock().instant());
        health = step.next();
        for (var turned : step.turned()) {
            tell(new ClusterEvent.HealthTurned(turned));
            var session = kept.get(turned.device());
            if (turned.to() == Health.State.OFFLINE && session != null) {
                letGo(session, CloseReason.of(CloseCode.SILENT, "nothing was heard for too long"));
            }
        }
    }

    private void step(Links.Event event) {
        var step = links.on(event, pace.clock().instant(), pace.chance().getAsDouble());
        links = step.next();
        for (var effect : step.effects()) {
            switch (effect) {
                case Links.Dial(var device) -> dial.accept(device);
                case Links.Keep(_, var number) -> session(number).ifPresent(this::keep);
                case Links.Drop(_, var number) -> session(number).ifPresent(this::drop);
            }
        }
    }

    private Optional<Session> session(long number) {
        return Optional.ofNullable(sessions.get(number));
    }

    /// From here on the peer is told what changes here; first it is told how things stand, and asks
    /// for what it lacks. Of two sessions that opened at once only this one carries that.
    private void keep(Session session) {
        kept.put(session.device(), session);
        session.send(new RosterHeads(roster.foremost(RosterMessage.HEADS_MAX)));
        session.send(RosterTalk.message(addresses.records()));
        lookout.on(new SwimEvent.Linked(session.device(), session.isDialled()));
        neighbourhood.linked(session.device());
        tell(new ClusterEvent.PeerUp(session.device(), session.connection()));
    }

    private void drop(Session session) {
        if (isKept(session)) {
            endings.turned(session.device());
        }
        letGo(session, CloseReason.of(CloseCode.DUPLICATE, "another connection is kept"));
    }

    private void tell(ClusterEvent event) {
        listeners.forEach(listener -> listener.accept(event));
    }
}
