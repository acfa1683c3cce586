package dev.holdfast.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.canonical.Opaque;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.liveness.Sight;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Health;
import dev.holdfast.engine.core.membership.Role;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.membership.SignedStatement.Heading;
import dev.holdfast.engine.core.membership.Statement;
import dev.holdfast.engine.core.membership.Statement.Admitted;
import dev.holdfast.engine.core.membership.Statement.Genesis;
import dev.holdfast.engine.core.membership.Statement.Revoked;
import dev.holdfast.engine.core.membership.Statement.Settings;
import dev.holdfast.engine.core.routing.AddressRecord;
import dev.holdfast.engine.core.routing.Topology;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.net.LinkConditions;
import dev.holdfast.engine.net.Transport;
import dev.holdfast.engine.net.memory.MemoryNetwork;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/// Some devices and the network between them. Time passes by command; what threads do in the
/// meantime is waited for by its result.
final class Village implements AutoCloseable {

    static final Health.Settings PATIENT = Health.Settings.DEFAULT;

    /// How long a result may take on a busy machine.
    private static final Duration RESULT_MAX = Duration.ofSeconds(60);

    private static final Duration GLANCE = Duration.ofMillis(10);

    private final MemoryNetwork network = new MemoryNetwork();
    private final Topology topology;
    private final Health.Settings health;
    private final Map<String, Neighbour> neighbours = new LinkedHashMap<>();
    private volatile Instant now = Instant.ofEpochSecond(1_000_000);

    /// One device.
    static final class Neighbour implements RosterLog {
        final ToyKeys keys;
        final Transport transport;
        final Cluster cluster;
        final Dispatcher dispatcher = new Dispatcher();
        final List<ClusterEvent> events = new CopyOnWriteArrayList<>();
        final List<SignedStatement> log = new CopyOnWriteArrayList<>();
        final Endpoint home;
        private boolean isStarted;

        private Neighbour(String who, Village village, List<SignedStatement> known)
                throws Exception {
            keys = new ToyKeys(who);
            transport = village.network.transport(keys.publicKey());
            log.addAll(known);
            var ports = new Ports(transport, keys, ToyKeys.SIGNATURES, this);
            var pace = new Pace(() -> village.now, () -> 0.5, village.health, village.topology);
            var roster = Village.fold(known);
            cluster = new Cluster(ports, pace, roster, dispatcher, () -> 1);
            cluster.watch(events::add);
            home = cluster.listen(new Endpoint(who, 0));
        }

        void start(List<AddressRecord> known) throws InterruptedException {
            startHidden(known);
            cluster.announce(List.of(home));
        }

        /// It dials others, and nobody knows where to dial it.
        void startHidden(List<AddressRecord> known) throws InterruptedException {
            cluster.start(known);
            isStarted = true;
        }

        DeviceId id() {
            return keys.id();
        }

        void admits(String who, Role role) throws Exception {
            cluster.state(roster -> List.of(admission(roster, who, role)));
        }

        void revokes(String who) throws Exception {
            var id = new ToyKeys(who).id();
            cluster.state(
                    roster -> {
                        var last = roster.lastOf(id).map(SignedStatement::id);
                        return List.of(new Revoked(id, last, List.of()));
                    });
        }

        /// Waits until the loop has done what came before.
        private void settle() throws InterruptedException {
            try {
                cluster.state(_ -> List.of());
            } catch (NodeException e) {
                throw new AssertionError(e);
            }
        }

        void knows(Neighbour other) throws InterruptedException {
            cluster.hint(other.id(), List.of(other.home));
        }

        boolean isLinked(Neighbour other) {
            return cluster.connection(other.id()).isPresent();
        }

        Health.State finds(Neighbour other) {
            return cluster.health().state(other.id());
        }

        Sight sees(Neighbour other) {
            return cluster.sight(other.id());
        }

        Instant heard(Neighbour other) {
            var sighting = cluster.health().sighting(other.id());
            return sighting.flatMap(Health.Sighting::heard).orElse(Instant.MIN);
        }

        @Override
        public void accept(List<SignedStatement> statements) {
            log.addAll(statements);
        }

        @Override
        public void accept(AddressRecord record) {}
    }

    private Village(Topology topology, Health.Settings health) {
        this.topology = topology;
        this.health = health;
    }

    /// Nobody yet.
    static Village empty() {
        return new Village(Topology.AUTO, PATIENT);
    }

    /// Nobody yet. Those who come do not mind when days pass without a word.
    static Village ofQuietPeople() {
        var days = new Health.Settings(Duration.ofDays(2), Duration.ofDays(9), Duration.ofDays(9));
        return new Village(Topology.AUTO, days);
    }

    /// A pool of these, each of them an owner who knows of all, and none of them started.
    static Village of(String... people) throws Exception {
        return of(Topology.AUTO, people);
    }

    static Village of(Topology topology, String... people) throws Exception {
        var village = new Village(topology, PATIENT);
        var roster = roster(people);
        for (var who : people) {
            village.moveIn(who, roster.statements());
        }
        return village;
    }

    /// The roster of such a pool.
    static Roster roster(String... people) throws Exception {
        var roster = fold(List.of(genesis(people[0])));
        for (int i = 1; i < people.length; i++) {
            var by = new ToyKeys(people[0]);
            var heading = roster.heading(Optional.of(by.id()));
            var admission = admission(roster, people[i], Role.OWNER);
            roster =
                    roster.with(
                            List.of(SignedStatement.sign(heading, admission, by::sign)),
                            ToyKeys.SIGNATURES::verify);
        }
        return roster;
    }

    /// A device that so far knows these statements.
    Neighbour moveIn(String who, List<SignedStatement> known) throws Exception {
        var neighbour = new Neighbour(who, this, known);
        neighbours.put(who, neighbour);
        return neighbour;
    }

    Neighbour get(String who) {
        return requireNonNull(neighbours.get(who));
    }

    void startAll() throws InterruptedException {
        for (var neighbour : neighbours.values()) {
            neighbour.start(List.of());
        }
    }

    /// Introduces everybody to the first.
    void meet() throws InterruptedException {
        var first = neighbours.values().iterator().next();
        for (var neighbour : neighbours.values()) {
            if (neighbour != first) {
                neighbour.knows(first);
            }
        }
    }

    void path(String one, String other, LinkConditions conditions) {
        network.shape(get(one).id(), get(other).id(), conditions);
    }

    /// What one sends the other goes like this; what comes back is left as it is.
    void pathOneWay(String from, String to, LinkConditions conditions) {
        network.shapeOneWay(get(from).id(), get(to).id(), conditions);
    }

    /// Nothing moves any more when one has sent the other so many more bytes.
    void stallAfter(Neighbour from, Neighbour to, long bytes) {
        network.stallAfter(from.id(), to.id(), bytes);
    }

    /// Bytes that one has sent the other.
    long carried(Neighbour from, Neighbour to) {
        return network.carried(from.id(), to.id()).bytes();
    }

    Instant now() {
        return now;
    }

    /// The way out of a device that is not of the village.
    Transport stranger(ToyKeys keys) {
        return network.transport(keys.publicKey());
    }

    /// Returns when every device has noticed.
    void passes(Duration time) throws InterruptedException {
        now = now.plus(time);
        for (var neighbour : neighbours.values()) {
            if (neighbour.isStarted) {
                neighbour.cluster.tick();
                neighbour.settle();
            }
        }
    }

    /// Lets a little time pass again and again until it is so.
    void until(String what, BooleanSupplier isSo) throws InterruptedException {
        until(what, GLANCE, isSo);
    }

    /// The same with more time at once.
    void until(String what, Duration step, BooleanSupplier isSo) throws InterruptedException {
        long end = System.nanoTime() + RESULT_MAX.toNanos();
        while (!isSo.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            passes(step);
            synchronized (this) {
                wait(GLANCE.toMillis());
            }
        }
    }

    void untilLinked(String one, String other) throws InterruptedException {
        until(
                one + " is linked with " + other,
                () -> get(one).isLinked(get(other)) && get(other).isLinked(get(one)));
    }

    static Statement admission(Roster roster, String who, Role role) {
        var epochs = roster.leaves().stream().map(Roster.Epoch::id).toList();
        var card = new ToyKeys(who).card();
        return role.holdsSecrets()
                ? new Admitted(card, role, epochs, Opaque.of(new byte[] {1}))
                : new Admitted(card, role, List.of(), Opaque.NONE);
    }

    static Roster fold(List<SignedStatement> statements) throws MalformedException {
        return Roster.fold(statements.getFirst().pool(), statements, ToyKeys.SIGNATURES::verify);
    }

    private static SignedStatement genesis(String who) {
        var rootKey = ToyKeys.publicKey("root of " + who);
        var root = new Statement.Root(Opaque.of(rootKey), Sha256.of(rootKey));
        var box = Opaque.of("box".getBytes(UTF_8));
        var genesis = new Genesis(root, Settings.DEFAULT, new ToyKeys(who).card(), box, box);
        return SignedStatement.sign(
                Heading.GENESIS, genesis, message -> ToyKeys.signature(rootKey, message));
    }

    @Override
    public void close() {
        neighbours.values().forEach(n -> n.cluster.close());
        neighbours.values().forEach(n -> n.transport.close());
    }
}
