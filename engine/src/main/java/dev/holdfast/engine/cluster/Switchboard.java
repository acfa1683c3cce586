package dev.holdfast.engine.cluster;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.cluster.RosterTalk.Part;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.membership.Statement;
import dev.holdfast.engine.core.routing.AddressRecord;
import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.core.wire.RosterMessage;
import dev.holdfast.engine.core.wire.SessionMessage;
import dev.holdfast.engine.core.wire.SessionMessage.DialBack;
import dev.holdfast.engine.core.wire.SessionMessage.DialedBack;
import dev.holdfast.engine.core.wire.SessionMessage.Hello;
import dev.holdfast.engine.core.wire.SessionMessage.Versions;
import dev.holdfast.engine.net.CloseReason;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.Dial;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.net.Listener;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Protocol;
import dev.holdfast.engine.net.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// Joins the loop to the network: what happens on a connection is put into the mailbox, and what
/// the loop wants done is done on virtual threads.
final class Switchboard implements Gate.House, RosterTalk.Hearing, AutoCloseable {

    /// How long to wait for an answer from one address.
    static final Duration DIAL_MAX = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Switchboard.class);

    private final Ports ports;
    private final Pace pace;
    private final Dispatcher dispatcher;
    private final LongSupplier incarnation;
    private final AddressBook book = new AddressBook();
    private final Mailbox mailbox = new Mailbox();
    private final Gate gate = new Gate(this);
    private final Hub hub;
    private final Handshake handshake;
    private final RosterTalk talk;
    private final Intake intake;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("links-", 0).factory());
    private final Queue<Listener> listeners = new ConcurrentLinkedQueue<>();
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private volatile List<String> announced = List.of();
    private final Map<Protocol, Conversation> visits = new ConcurrentHashMap<>();

    Switchboard(
            Ports ports,
            Pace pace,
            Roster roster,
            Dispatcher dispatcher,
            LongSupplier incarnation) {
        this.ports = ports;
        this.pace = pace;
        this.dispatcher = dispatcher;
        this.incarnation = incarnation;
        hub = new Hub(ports, pace, roster, book, this::dialSoon);
        handshake = new Handshake(self(), hub::roster, this::hello, ports.signatures()::verify);
        talk = new RosterTalk(hub::roster, this::addresses, this);
        intake = new Intake(hub, talk, pace.clock(), this::gossip);
        dispatcher.on(DialBack.class, new Reach(ports.transport(), book, pace.clock()));
    }

    Hub hub() {
        return hub;
    }

    Collection<AddressRecord> addresses() {
        return List.copyOf(book.records());
    }

    Map<DeviceId, DialedBack> askReach() throws InterruptedException {
        var able = new ArrayList<Session>();
        hub.sessions().forEach(able::add);
        able.removeIf(session -> !session.dialsBack());
        return Reach.ask(able);
    }

    void visits(Protocol what, Conversation conversation) {
        visits.put(what, conversation);
    }

    void start(Collection<AddressRecord> known) throws InterruptedException {
        known.forEach(book::put);
        threads.execute(mailbox::run);
        mailbox.put(() -> hub.revise(handshake));
    }

    Endpoint listen(Endpoint at) throws NetException {
        var listener = ports.transport().listen(at, gate);
        listeners.add(listener);
        return listener.endpoint();
    }

    void tick() {
        mailbox.offer(
                () -> {
                    hub.tick();
                    intake.tick();
                });
    }

    void call(DeviceId device) throws InterruptedException {
        mailbox.put(() -> hub.neighbourhood().demand(device, new CompletableFuture<>()));
    }

    Optional<Connection> reach(DeviceId device) throws InterruptedException {
        hub.neighbourhood().used(device);
        var stands = hub.connection(device);
        if (stands.isPresent() || !hub.isHere(device)) {
            return stands;
        }
        var come = new CompletableFuture<Void>();
        mailbox.put(() -> hub.neighbourhood().demand(device, come));
        try {
            come.get(Cluster.REACH_MAX.toMillis(), MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("{} is not reached in time.", device);
        }
        return hub.connection(device);
    }

    void hint(DeviceId device, List<Endpoint> endpoints) throws InterruptedException {
        book.hint(device, endpoints);
        mailbox.put(() -> hub.hinted(device));
    }

    void announce(List<Endpoint> endpoints) throws InterruptedException {
        announced =
                endpoints.stream()
                        .map(Endpoint::toString)
                        .limit(AddressRecord.ADDRESSES_MAX)
                        .toList();
        mailbox.put(this::restate);
    }

    /// Signs this device's addresses anew, later than whatever was said before.
    private void restate() {
        var before = book.record(self()).map(r -> r.stated().revision() + 1).orElse(1L);
        long revision = Math.max(before, pace.clock().millis());
        var stated = new AddressRecord.Stated(hub.roster().pool(), self(), revision, announced);
        keep(List.of(AddressRecord.sign(stated, ports.keys()::sign)), Optional.empty());
    }

    Future<Roster> state(Function<Roster, List<Statement>> what) throws InterruptedException {
        var task =
                new FutureTask<>(
                        () -> {
                            var roster = hub.roster();
                            var all = new Stating(ports).signed(roster, what.apply(roster));
                            gossip(hub.take(all), Optional.empty());
                            return hub.roster();
                        });
        mailbox.put(task);
        return task;
    }

    /// Takes in statements that came by another way than a session.
    Future<Roster> learn(List<SignedStatement> statements) throws InterruptedException {
        var task =
                new FutureTask<>(
                        () -> {
                            gossip(hub.take(statements), Optional.empty());
                            return hub.roster();
                        });
        mailbox.put(task);
        return task;
    }

    /// Tells all peers but the one that told.
    private void gossip(List<SignedStatement> accepted, Optional<Session> from) {
        if (accepted.isEmpty()) {
            return;
        }
        for (var session : hub.sessions()) {
            if (!from.equals(Optional.of(session))) {
                RosterTalk.pages(accepted).forEach(session::send);
            }
        }
        hub.revise(handshake);
    }

    @Override
    public void learned(List<SignedStatement> statements, Session from, Part part)
            throws InterruptedException {
        mailbox.put(() -> intake.learn(statements, from, part));
    }

    @Override
    public void lives(Session from, SessionMessage message) throws InterruptedException {
        mailbox.put(() -> hub.hear(from, message));
    }

    @Override
    public void addressed(List<AddressRecord> records, Session from) throws InterruptedException {
        mailbox.put(() -> keep(records, Optional.of(from)));
    }

    private void keep(List<AddressRecord> records, Optional<Session> from) {
        try {
            for (var record : records) {
                if (hub.take(record)) {
                    told(record, from);
                }
            }
        } catch (NodeException e) {
            hub.trouble(e.problem());
        }
    }

    private void told(AddressRecord record, Optional<Session> from) {
        for (var session : hub.sessions()) {
            if (!from.equals(Optional.of(session))) {
                session.send(RosterTalk.message(List.of(record)));
            }
        }
        boolean isOfAnEarlierLife =
                record.device().equals(self()) && !record.stated().addresses().equals(announced);
        if (isOfAnEarlierLife) {
            restate();
        } else {
            hub.hinted(record.device());
        }
    }

    private Hello hello() {
        var heads = hub.roster().foremost(RosterMessage.HEADS_MAX);
        return new Hello(
                Versions.CURRENT, hub.roster().pool(), heads, incarnation.getAsLong(), announced);
    }

    private DeviceId self() {
        return ports.keys().id();
    }

    private void dialSoon(DeviceId device) {
        try {
            threads.execute(() -> dial(device));
        } catch (RejectedExecutionException e) {
            LOG.debug("{} is not dialled: the device stops.", device);
        }
    }

    /// Tries each address of a device until one leads to a session; returns when that ends.
    private void dial(DeviceId device) {
        try {
            for (var endpoint : book.endpoints(device)) {
                var session = dial(device, endpoint);
                if (session.isPresent()) {
                    converse(session.get());
                    return;
                }
            }
            mailbox.put(() -> hub.unreached(device));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Session> dial(DeviceId device, Endpoint at) throws InterruptedException {
        try {
            var dial = new Dial(at, device, Protocol.PEER, DIAL_MAX);
            var connection = ports.transport().connect(dial, gate);
            var session = greet(connection);
            gate.admitted(connection);
            return Optional.of(session);
        } catch (NetException e) {
            LOG.debug("{} does not answer on {}: {}", device, at, e.getMessage());
        } catch (Handshake.RefusedException e) {
            LOG.info("{} on {}: {}", device, at, e.getMessage());
            mailbox.put(() -> intake.refused(e.why(), device));
        }
        return Optional.empty();
    }

    private Session greet(Connection connection)
            throws NetException, InterruptedException, Handshake.RefusedException {
        try {
            return handshake.greet(connection);
        } catch (NetException e) {
            connection.close(CloseReason.of(CloseCode.TOO_SLOW, "no answer to the greeting"));
            throw e;
        }
    }

    @Override
    public void receive(Connection from, Stream stream, Runnable admitted)
            throws NetException, InterruptedException {
        try {
            var session = handshake.answer(from, stream);
            admitted.run();
            converse(session);
        } catch (Handshake.RefusedException e) {
            LOG.info(
                    "Turned {} away: {}. If it is a device of yours, let it in with `holdfast"
                            + " invite`.",
                    from.peer(),
                    e.getMessage());
        }
    }

    /// Listens on this thread and sends on another, until the connection ends.
    private void converse(Session session) throws InterruptedException {
        sessions.add(session);
        mailbox.put(() -> hub.opened(session, handshake));
        try {
            var sender = threads.submit(session::sendAll);
            talk.listen(session);
            sender.cancel(true);
        } catch (RejectedExecutionException e) {
            session.end(CloseReason.of(CloseCode.SHUTTING_DOWN, "the device stops"));
        } finally {
            sessions.remove(session);
            var lost = CloseReason.of(CloseCode.LOST, "the session ended");
            mailbox.put(() -> hub.over(session, session.ended().orElse(lost)));
        }
    }

    @Override
    public void serve(Connection from, Stream stream) throws NetException, InterruptedException {
        hub.neighbourhood().used(from.peer().device());
        dispatcher.serve(from, stream);
        hub.neighbourhood().used(from.peer().device());
    }

    @Override
    public void visited(Connection from, Stream stream) throws NetException, InterruptedException {
        var visit = visits.get(from.peer().protocol());
        if (visit == null) {
            from.close(CloseReason.of(CloseCode.NOT_ADMITTED, "nobody is invited here"));
            return;
        }
        visit.hold(from, stream.receive(Handshake.WORD_MAX), stream);
    }

    @Override
    public void close() {
        listeners.forEach(Listener::close);
        var reason = CloseReason.of(CloseCode.SHUTTING_DOWN, "the device stops");
        sessions.forEach(session -> session.end(reason));
        threads.shutdownNow();
    }
}
