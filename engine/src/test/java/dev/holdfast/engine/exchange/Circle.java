package dev.holdfast.engine.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.catalog.memory.MemoryCatalog;
import dev.holdfast.engine.cluster.Cluster;
import dev.holdfast.engine.cluster.Dispatcher;
import dev.holdfast.engine.cluster.Pace;
import dev.holdfast.engine.cluster.Ports;
import dev.holdfast.engine.cluster.RosterLog;
import dev.holdfast.engine.core.canonical.Opaque;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkKey;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceCard;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Health;
import dev.holdfast.engine.core.membership.Role;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.membership.Statement;
import dev.holdfast.engine.core.membership.Statement.Admitted;
import dev.holdfast.engine.core.membership.Statement.Revoked;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.Entry.File;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.record.JournalRecord.IncarnationDrawn;
import dev.holdfast.engine.core.routing.AddressRecord;
import dev.holdfast.engine.core.routing.Topology;
import dev.holdfast.engine.core.tree.Projection;
import dev.holdfast.engine.core.tree.Shown;
import dev.holdfast.engine.crypto.Chance;
import dev.holdfast.engine.crypto.Founding;
import dev.holdfast.engine.crypto.KeyRing;
import dev.holdfast.engine.crypto.Phrase;
import dev.holdfast.engine.crypto.Signatures;
import dev.holdfast.engine.crypto.bc.BcBatchSealer;
import dev.holdfast.engine.crypto.bc.BcBoxes;
import dev.holdfast.engine.crypto.bc.BcDeviceKeys;
import dev.holdfast.engine.crypto.bc.BcPoolKeys;
import dev.holdfast.engine.crypto.bc.BcSignatures;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.net.LinkConditions;
import dev.holdfast.engine.net.Transport;
import dev.holdfast.engine.net.memory.MemoryNetwork;
import dev.holdfast.engine.wal.memory.MemoryJournal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/// Members of one pool with real keys, journals and catalogs of memory, and a network of memory
/// between them. Time passes by command.
final class Circle implements AutoCloseable {

    static final VolumeId FILES = new VolumeId(hash("files"));

    private static final Duration RESULT_MAX = Duration.ofSeconds(60);
    private static final Duration GLANCE = Duration.ofMillis(10);
    private static final Signatures SIGNATURES = new BcSignatures();

    private final MemoryNetwork network = new MemoryNetwork();
    private final Chance chance = new Random(7)::nextBytes;
    private final List<Member> members = new ArrayList<>();
    private final Topology topology;
    private final Roster roster;
    private volatile Instant now = Instant.ofEpochSecond(1_000_000);

    /// Somebody's keys.
    final class Self {
        final String name;
        final BcDeviceKeys keys = BcDeviceKeys.generate(chance);
        final KeyRing.Tools tools =
                new KeyRing.Tools(keys, new BcBoxes(chance), new BcBatchSealer(chance), chance);

        Self(String name) {
            this.name = name;
        }
    }

    /// A device of the pool.
    final class Member implements RosterLog, Exchange.Listener {
        final Self self;
        final MemoryJournal journal;
        final List<Actor> surpassed = new CopyOnWriteArrayList<>();
        final Ledger ledger;
        final Cluster cluster;
        final Exchange exchange;
        final Transport transport;
        final Endpoint at;

        private Member(Self self, MemoryJournal journal, String host) throws Exception {
            this.self = self;
            this.journal = journal;
            transport = network.transport(self.keys.publicKey());
            var dispatcher = new Dispatcher();
            var ports = new Ports(transport, self.keys, SIGNATURES, this);
            var pace = new Pace(() -> now, () -> 0.5, Health.Settings.DEFAULT, topology);
            cluster = new Cluster(ports, pace, roster, dispatcher, () -> 1);
            var bodies = new Bodies(self.tools.sealer(), this::ring);
            ledger = Ledger.open(journal, new MemoryCatalog(bodies));
            if (ledger.views().self().actor().isEmpty()) {
                draw(1);
            }
            var pen =
                    new BatchWriter.Pen(
                            self.keys, self.tools.sealer(), this::ring, cluster::roster);
            exchange = new Exchange(ledger, pen, SIGNATURES, () -> now, this);
            exchange.register(dispatcher);
            cluster.watch(exchange::on);
            at = cluster.listen(new Endpoint(host, 0));
            cluster.start(List.of());
            members.add(this);
        }

        DeviceId id() {
            return self.keys.id();
        }

        void draw(long incarnation) throws Exception {
            ledger.commit(new IncarnationDrawn(new Actor(id(), incarnation)));
        }

        KeyRing ring() {
            return KeyRing.of(cluster.roster(), self.tools);
        }

        Dot puts(String path, String content) throws Exception {
            var file = file(content);
            return exchange.writer()
                    .write(
                            FILES,
                            edits -> edits.write(new EntryPath(path), file, hash(path + content)))
                    .orElseThrow();
        }

        /// Waits until the loop of the links has done what came before.
        private void settle() throws InterruptedException {
            try {
                cluster.state(_ -> List.of());
            } catch (NodeException e) {
                throw new AssertionError(e);
            }
        }

        void knows(Member other) throws InterruptedException {
            cluster.hint(other.id(), List.of(other.at));
        }

        void removes(Member other) throws Exception {
            var batches = exchange.lastOf(other.id());
            cluster.state(
                    known -> {
                        var last = known.lastOf(other.id()).map(SignedStatement::id);
                        return List.of(new Revoked(other.id(), last, batches));
                    });
        }

        /// Every name with the root of what is behind it.
        Map<String, Hash> names() {
            var names = new TreeMap<String, Hash>();
            var view = ledger.views().names();
            view.list(FILES, EntryPath.ROOT, "", 1000)
                    .shown()
                    .forEach(shown -> names.put(shown.path().text(), root(shown)));
            return names;
        }

        private static Hash root(Shown shown) {
            return shown.version().map(v -> v.entry().kind()).orElseThrow() instanceof File file
                    ? file.content().root()
                    : hash("no file");
        }

        boolean shows(String path) {
            return Projection.find(ledger.views().names().tree(FILES), new EntryPath(path))
                    .isPresent();
        }

        boolean knowsThatItIsHeldBy(Dot dot, Member other) {
            return ledger.views().batches().holders(FILES, dot).contains(other.id());
        }

        void leaves() {
            members.remove(this);
            cluster.close();
            exchange.close();
            transport.close();
        }

        @Override
        public void accept(List<SignedStatement> statements) {
            // a roster that lasts as long as the test
        }

        @Override
        public void accept(AddressRecord record) {
            // known for as long as the test lasts
        }

        @Override
        public void confirmed(DeviceId device, VolumeId volume, Dot upTo) {
            // asked of the catalog
        }

        @Override
        public void surpassed(Actor actor) {
            surpassed.add(actor);
        }
    }

    private final Map<String, Self> selves = new TreeMap<>();

    Circle(String... names) throws Exception {
        this(Topology.AUTO, names);
    }

    Circle(Topology topology, String... names) throws Exception {
        this.topology = topology;
        for (var name : names) {
            selves.put(name, new Self(name));
        }
        roster = roster(List.of(names));
    }

    private Roster roster(List<String> names) throws Exception {
        var first = self(names.getFirst());
        var pool = new BcPoolKeys(new Phrase(hash("phrase")));
        var genesis = new Founding(first.name, 1L << 30).genesis(first.tools, pool);
        var known = Roster.fold(genesis.pool(), List.of(genesis), SIGNATURES::verify);
        for (var name : names.subList(1, names.size())) {
            var ring = KeyRing.of(known, first.tools);
            var admission = admission(self(name), ring);
            var heading = known.heading(Optional.of(first.keys.id()));
            var signed = SignedStatement.sign(heading, admission, first.keys::sign);
            known = known.with(List.of(signed), SIGNATURES::verify);
        }
        return known;
    }

    private static Statement admission(Self guest, KeyRing ring) {
        var keys =
                new DeviceCard.Keys(
                        Opaque.of(guest.keys.publicKey()), Hash.of(guest.keys.boxes().publicKey()));
        var card = new DeviceCard(keys, ring.sealName(keys.id(), guest.name), 1, 1L << 30);
        return new Admitted(card, Role.MEMBER, ring.leaves(), ring.boxFor(keys));
    }

    private Self self(String name) {
        return Optional.ofNullable(selves.get(name)).orElseThrow();
    }

    Member starts(String name) throws Exception {
        return starts(name, new MemoryJournal());
    }

    /// A device that goes on with what a journal holds.
    Member starts(String name, MemoryJournal journal) throws Exception {
        var member = startsHidden(name, journal);
        member.cluster.announce(List.of(member.at));
        return member;
    }

    /// The same, and nobody knows where to dial it.
    Member startsHidden(String name, MemoryJournal journal) throws Exception {
        return new Member(self(name), journal, name + members.size());
    }

    static Hash hash(String text) {
        return Sha256.of(text.getBytes(UTF_8));
    }

    static File file(String content) {
        var ref = new ChunkRef(new ChunkId(hash(content)), new ChunkKey(hash("key")), 1);
        return new File(new Content.One(ref, hash(content)), 0, false);
    }

    void path(Member one, Member other, boolean cut) {
        network.shape(one.id(), other.id(), cut ? LinkConditions.CUT : LinkConditions.PERFECT);
    }

    /// Nothing moves any more when one has sent the other so many more bytes.
    void stallAfter(Member from, Member to, long bytes) {
        network.stallAfter(from.id(), to.id(), bytes);
    }

    /// What one has sent the other.
    MemoryNetwork.Carried carried(Member from, Member to) {
        return network.carried(from.id(), to.id());
    }

    Instant now() {
        return now;
    }

    /// Returns when every device has noticed.
    void passes(Duration time) throws InterruptedException {
        now = now.plus(time);
        for (var member : members) {
            member.cluster.tick();
        }
        for (var member : members) {
            member.settle();
        }
    }

    /// Lets a little time pass again and again until it is so.
    void until(String what, BooleanSupplier isSo) throws InterruptedException {
        until(what, Duration.ofMillis(100), isSo);
    }

    /// The same with so much time at once.
    void until(String what, Duration step, BooleanSupplier isSo) throws InterruptedException {
        long began = System.nanoTime();
        while (!isSo.getAsBoolean()) {
            assertThat(Duration.ofNanos(System.nanoTime() - began)).as(what).isLessThan(RESULT_MAX);
            passes(step);
            synchronized (this) {
                wait(GLANCE.toMillis());
            }
        }
    }

    @Override
    public void close() {
        List.copyOf(members).forEach(Member::leaves);
    }
}
