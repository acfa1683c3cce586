package dev.holdfast.engine.cluster;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.liveness.Hearsay;
import dev.holdfast.engine.core.liveness.Sight;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Health;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.membership.Statement;
import dev.holdfast.engine.core.routing.AddressRecord;
import dev.holdfast.engine.core.wire.Message;
import dev.holdfast.engine.core.wire.SessionMessage.DialedBack;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Protocol;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// The links of this device to the others of its pool. Safe for many threads.
///
/// [#start] it, [#listen] where it can be dialled, and [#tick] it about every half second: it then
/// keeps one connection to every device of the pool that can be reached, or in a ring to few of
/// them and to others while there is need.
public final class Cluster implements AutoCloseable {

    /// How long a statement of this device may take to be durable.
    public static final Duration STATE_MAX = Duration.ofSeconds(30);

    /// How long it may take to open a connection to a device.
    public static final Duration REACH_MAX = Hearsay.LOOK_MAX;

    /// What the person of a device that was put out is told.
    public static final Problem REMOVED =
            new Problem(
                    Problem.Code.REFUSED,
                    "This device was removed from its pool.",
                    "Join with a fresh home and an invite to come back; what is on this device"
                            + " can still be read.");

    private final Switchboard board;

    /// @param roster what this device's journal folds to
    /// @param dispatcher where streams of peers go
    /// @param incarnation the life in which this device writes now
    public Cluster(
            Ports ports,
            Pace pace,
            Roster roster,
            Dispatcher dispatcher,
            LongSupplier incarnation) {
        board = new Switchboard(ports, pace, roster, dispatcher, incarnation);
    }

    /// Events from now on go to this listener too. Those who watch do so before the start.
    public void watch(Consumer<ClusterEvent> listener) {
        board.hub().watch(listener);
    }

    /// Answers whoever comes over a protocol that is not for devices of the pool among themselves.
    /// At most one room does for each.
    public void visits(Protocol what, Conversation conversation) {
        board.visits(what, conversation);
    }

    /// Begins to dial the pool's devices, at the addresses that were known when the process ended.
    public void start(Collection<AddressRecord> known) throws InterruptedException {
        board.start(known);
    }

    /// Takes connections there, until the cluster is closed.
    public Endpoint listen(Endpoint at) throws NetException {
        return board.listen(at);
    }

    /// Tells the pool where this device can be dialled.
    public void announce(List<Endpoint> endpoints) throws InterruptedException {
        board.announce(endpoints);
    }

    /// A device may be reached there, somebody says. It is dialled at once.
    public void hint(DeviceId device, List<Endpoint> endpoints) throws InterruptedException {
        board.hint(device, endpoints);
    }

    /// Time has passed. Does not wait.
    public void tick() {
        board.tick();
    }

    public Roster roster() {
        return board.hub().roster();
    }

    public Health health() {
        return board.hub().health();
    }

    /// How a device looks from here, and to those that were asked about it.
    public Sight sight(DeviceId device) {
        return board.hub().sight(device);
    }

    /// The devices that run twice at this time, as far as connections tell; this one may be among
    /// them.
    public Set<DeviceId> doubles() {
        return board.hub().endings().doubles();
    }

    /// The connection to a device, when there is one.
    public Optional<Connection> connection(DeviceId device) {
        return board.hub().connection(device);
    }

    public Set<DeviceId> connected() {
        return board.hub().connected();
    }

    /// Whether all statements are here that a connected device has told of.
    public boolean isAbreast() {
        var roster = roster();
        return connected().stream()
                .flatMap(device -> board.hub().session(device).stream())
                .allMatch(session -> roster.has(session.heads()));
    }

    /// Whether a device can be reached, as far as one knows without trying.
    public boolean isHere(DeviceId device) {
        return board.hub().isHere(device);
    }

    /// Whether a session with a device is to stand, and not only while there is need for it.
    public boolean isStanding(DeviceId device) {
        return board.hub().neighbourhood().isNear(device);
    }

    /// The connection to a device. Where not all are connected it is opened when there is none, and
    /// stays until nobody has used it for a while. Waits [#REACH_MAX] at the most; empty when the
    /// device cannot be reached.
    public Optional<Connection> reach(DeviceId device) throws InterruptedException {
        return board.reach(device);
    }

    /// Asks the devices that a session stands with to dial this one, each anew, where it announced
    /// that it can be dialled. Waits a quarter of a minute at the most.
    ///
    /// @return what those found that answered
    public Map<DeviceId, DialedBack> askReach() throws InterruptedException {
        return board.askReach();
    }

    /// What can be told of where each device is dialled.
    public Collection<AddressRecord> addresses() {
        return board.addresses();
    }

    /// The same as it is told to a guest: whom it finds where, should this device be gone.
    public Message introductions() {
        return RosterTalk.message(addresses());
    }

    /// States things in this device's name, in this order, each having seen those before. `what` is
    /// given the roster as it is then, and may find that nothing is left to state. Returns when the
    /// statements are durable here; peers are told at once.
    ///
    /// @throws NodeException when this device may not state that, or the disk failed
    public Roster state(Function<Roster, List<Statement>> what)
            throws NodeException, InterruptedException {
        return await(board.state(what));
    }

    /// Takes in statements that were brought by a visitor. Those that are forged count for nothing.
    /// Returns when the others are durable here; peers are told at once.
    public Roster learn(List<SignedStatement> statements)
            throws NodeException, InterruptedException {
        return await(board.learn(statements));
    }

    /// The same without waiting: who is called is told what it may lack, and says what it has.
    public void call(DeviceId device) throws InterruptedException {
        board.call(device);
    }

    private static Roster await(Future<Roster> done) throws NodeException, InterruptedException {
        try {
            return done.get(STATE_MAX.toMillis(), MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NodeException told) {
                throw told;
            }
            throw new IllegalStateException("this cannot be stated", e);
        } catch (TimeoutException e) {
            var what = "The roster could not be written within " + STATE_MAX.toSeconds() + " s.";
            var problem = new Problem(Problem.Code.FAILED, what, "Try again; see the log.");
            throw new NodeException(problem, e);
        }
    }

    /// Ends all connections, telling the peers that this device stops.
    @Override
    public void close() {
        board.close();
    }
}
