package dev.holdfast.engine.admission;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.cluster.Cluster;
import dev.holdfast.engine.cluster.Dispatcher;
import dev.holdfast.engine.cluster.Pace;
import dev.holdfast.engine.cluster.Ports;
import dev.holdfast.engine.cluster.RosterLog;
import dev.holdfast.engine.core.canonical.Opaque;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceCard;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Health;
import dev.holdfast.engine.core.membership.Role;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.routing.AddressRecord;
import dev.holdfast.engine.core.routing.Topology;
import dev.holdfast.engine.crypto.Chance;
import dev.holdfast.engine.crypto.Founding;
import dev.holdfast.engine.crypto.KeyRing;
import dev.holdfast.engine.crypto.Phrase;
import dev.holdfast.engine.crypto.Signatures;
import dev.holdfast.engine.crypto.bc.BcBatchSealer;
import dev.holdfast.engine.crypto.bc.BcBoxes;
import dev.holdfast.engine.crypto.bc.BcDeviceKeys;
import dev.holdfast.engine.crypto.bc.BcPake;
import dev.holdfast.engine.crypto.bc.BcPoolKeys;
import dev.holdfast.engine.crypto.bc.BcSignatures;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.net.LinkConditions;
import dev.holdfast.engine.net.Protocol;
import dev.holdfast.engine.net.Transport;
import dev.holdfast.engine.net.memory.MemoryNetwork;
import dev.holdfast.engine.pairing.Code;
import dev.holdfast.engine.recovery.Attendant;
import dev.holdfast.engine.recovery.Seeker;
import dev.holdfast.engine.share.Bearer;
import dev.holdfast.engine.share.Ticket;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/// Devices with real keys on a network of memory. Time passes by command.
final class Homestead implements AutoCloseable {

    static final long CAPACITY = 1L << 30;

    private static final Duration RESULT_MAX = Duration.ofSeconds(60);
    private static final Duration GLANCE = Duration.ofMillis(10);
    static final Signatures SIGNATURES = new BcSignatures();

    private final MemoryNetwork network = new MemoryNetwork();
    private final Chance chance = new Random(11)::nextBytes;
    private final List<Home> homes = new ArrayList<>();
    private volatile Instant now = Instant.ofEpochSecond(1_000_000);

    /// A device that is of no pool yet.
    final class Guest {
        final String name;
        final BcDeviceKeys keys = BcDeviceKeys.generate(chance);
        final Transport transport = network.transport(keys.publicKey());
        final KeyRing.Tools tools =
                new KeyRing.Tools(keys, new BcBoxes(chance), new BcBatchSealer(chance), chance);

        Guest(String name) {
            this.name = name;
        }

        DeviceId id() {
            return keys.id();
        }

        Joiner.Welcome asks(Ticket ticket) throws NodeException, InterruptedException {
            var self = new Joiner.Guest(keys, name, CAPACITY);
            return new Joiner(transport, SIGNATURES::verify).join(ticket, ticket.addresses(), self);
        }

        /// Asks with a code, each device that may be there.
        Joiner.Welcome asks(Code code, Endpoint... at) throws NodeException, InterruptedException {
            var self = new Joiner.Guest(keys, name, CAPACITY);
            var joiner = new Joiner(transport, SIGNATURES::verify);
            var devices = Arrays.stream(at).map(List::of).toList();
            return joiner.join(code, devices, self, new BcPake(chance));
        }

        /// Joins, starts, and is linked with the inviter.
        Home joins(Ticket ticket) throws Exception {
            return starts(asks(ticket));
        }

        Home starts(Joiner.Welcome welcome) throws Exception {
            var home = new Home(this, welcome.roster());
            var inviter = welcome.inviter();
            home.cluster.hint(inviter, List.of(welcome.inviterAt()));
            until(name + " is linked", () -> home.cluster.connection(inviter).isPresent());
            return home;
        }

        Home founds() throws Exception {
            var genesis = new Founding(name, CAPACITY).genesis(tools, words(name));
            return has(Roster.fold(genesis.pool(), List.of(genesis), SIGNATURES::verify));
        }

        /// Runs as if it had come by this roster in some way.
        Home has(Roster roster) throws Exception {
            return new Home(this, roster);
        }

        /// Comes with the words of the pool that somebody founded.
        Seeker seeks(String founder) {
            return new Seeker(transport, id(), words(founder), SIGNATURES::verify);
        }

        Governor.Newcomer newcomer() {
            var box = Hash.of(keys.boxes().publicKey());
            var both = new DeviceCard.Keys(Opaque.of(keys.publicKey()), box);
            return new Governor.Newcomer(both, name, CAPACITY);
        }
    }

    /// What an inviter shows, and what it knows it by.
    record Invitation(Code code, Bearer bearer) {}

    /// A device of a pool, running.
    final class Home implements RosterLog {
        final Guest self;
        final Cluster cluster;
        final Governor governor;
        final Inviter inviter;
        final Endpoint at;
        final List<SignedStatement> log = new CopyOnWriteArrayList<>();

        private Home(Guest self, Roster roster) throws Exception {
            this.self = self;
            var ports = new Ports(self.transport, self.keys, SIGNATURES, this);
            var pace = new Pace(() -> now, () -> 0.5, Health.Settings.DEFAULT, Topology.AUTO);
            cluster = new Cluster(ports, pace, roster, new Dispatcher(), () -> 1);
            governor = new Governor(cluster, self.tools);
            inviter = new Inviter(cluster, governor, new BcPake(chance), () -> now);
            cluster.visits(Protocol.PAIR, inviter);
            cluster.visits(
                    Protocol.RECOVER,
                    new Attendant(cluster, self.tools, SIGNATURES, () -> now, new Dispatcher()));
            homes.add(this);
            at = cluster.listen(new Endpoint(self.name, 0));
            cluster.start(List.of());
            cluster.announce(List.of(at));
        }

        DeviceId id() {
            return self.id();
        }

        Ticket invites(Role role) throws NodeException {
            var ticket = ticket(role, Bearer.draw(chance));
            inviter.open(ticket);
            return ticket;
        }

        /// Opens an invitation with a code.
        Invitation offers(Role role) throws NodeException {
            var ticket = invites(role);
            var code = Code.draw(chance);
            inviter.offer(code, ticket);
            return new Invitation(code, ticket.bearer());
        }

        /// A ticket that the inviter has not noted.
        Ticket ticket(Role role, Bearer bearer) {
            var terms = new Ticket.Terms(role, now.plusSeconds(600));
            return new Ticket(roster().pool(), id(), List.of(at), bearer, terms);
        }

        Roster roster() {
            return cluster.roster();
        }

        KeyRing ring() {
            return KeyRing.of(roster(), self.tools);
        }

        List<String> names() {
            var ring = ring();
            return roster().admitted().stream()
                    .flatMap(device -> ring.name(device).stream())
                    .sorted()
                    .toList();
        }

        Optional<Role> roleOf(DeviceId device) {
            return roster().device(device).map(d -> d.role());
        }

        @Override
        public void accept(List<SignedStatement> statements) {
            log.addAll(statements);
        }

        @Override
        public void accept(AddressRecord record) {}
    }

    /// Those that `founder` wrote down.
    static Phrase.Keys words(String founder) {
        return new BcPoolKeys(new Phrase(Sha256.of(founder.getBytes(UTF_8))));
    }

    Guest guest(String name) {
        return new Guest(name);
    }

    Bearer bearer() {
        return Bearer.draw(chance);
    }

    void path(DeviceId one, DeviceId other, LinkConditions conditions) {
        network.shape(one, other, conditions);
    }

    void passes(Duration time) {
        now = now.plus(time);
        homes.forEach(home -> home.cluster.tick());
    }

    void until(String what, BooleanSupplier isSo) throws InterruptedException {
        long end = System.nanoTime() + RESULT_MAX.toNanos();
        while (!isSo.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            passes(GLANCE);
            synchronized (this) {
                wait(GLANCE.toMillis());
            }
        }
    }

    void untilAllKnowTheSame() throws InterruptedException {
        until(
                "all know the same",
                () -> homes.stream().map(home -> home.roster().heads()).distinct().count() == 1);
    }

    @Override
    public void close() {
        homes.forEach(home -> home.cluster.close());
        homes.forEach(home -> home.self.transport.close());
    }
}
