package dev.holdfast.engine.node;

import dev.holdfast.engine.admission.Governor;
import dev.holdfast.engine.admission.Inviter;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.cluster.Cluster;
import dev.holdfast.engine.cluster.ClusterEvent;
import dev.holdfast.engine.cluster.Dispatcher;
import dev.holdfast.engine.cluster.Ports;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.repair.PoolView;
import dev.holdfast.engine.core.routing.RecordBook;
import dev.holdfast.engine.dht.Directory;
import dev.holdfast.engine.dht.Herald;
import dev.holdfast.engine.dht.Records;
import dev.holdfast.engine.exchange.BatchWriter;
import dev.holdfast.engine.exchange.Exchange;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Protocol;
import dev.holdfast.engine.net.Transport;
import dev.holdfast.engine.transfer.ChunkFetcher;
import dev.holdfast.engine.upkeep.CopyWaits;
import dev.holdfast.engine.upkeep.Evictions;
import dev.holdfast.engine.upkeep.Upkeep;
import dev.holdfast.engine.wal.JournalException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// The rooms of a running device that talk with other devices, joined: links, names, copies and the
/// directory. What the links tell is handed on from one place, in order.
final class Network implements AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(Network.class);

    private final OpenHome home;
    private final Cluster cluster;
    private final Exchange exchange;
    private final Demands demands;
    private final Upkeep upkeep;
    private final Evictions evictions;
    private final Tidying tidying;
    private final CopyWaits waits = new CopyWaits();
    private final Directory directory;
    private final Herald herald;
    private final ChunkFetcher fetcher;
    private final Governor governor;
    private final Inviter inviter;
    private final News news;
    private volatile boolean isClosing;
    private volatile Optional<LinkFile> links = Optional.empty();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rosterChanged = lock.newCondition();
    private final ExecutorService events =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("events-", 0).factory());
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("node-", 0).factory());

    Network(OpenHome home, Settings settings, Transport transport, AddressFile addresses)
            throws NodeException {
        this.home = home;
        news = News.of(home);
        var clock = new SteadyClock(home.clock());
        var dispatcher = new Dispatcher();
        var log = new RosterLogPort(home.ledger(), addresses);
        var ports = new Ports(transport, home.keys(), home.signatures(), log);
        var roster = home.live().roster();
        cluster =
                new Cluster(
                        ports, Rest.pace(settings, clock), roster, dispatcher, this::incarnation);
        governor = new Governor(cluster, home.live().tools());
        inviter = Rest.inviter(home, cluster, governor, this::signal);
        exchange = newExchange();
        var records =
                new Records(
                        new RecordBook(roster.pool(), home.signatures()::verify),
                        id -> home.live().roster().device(id).map(d -> d.card().keys().signing()),
                        home.clock());
        directory =
                new Directory(
                        this::view,
                        ids -> home.ledger().views().chunks().facts(ids),
                        records,
                        new PeerAsker(cluster),
                        cluster::connected);
        fetcher = new ChunkFetcher(cluster::reach, new Holders(), home.shelf());
        var pusher = new TransferPusher(home, cluster);
        demands = Demands.of(home.ledger(), roster.pool());
        var upkeepPorts = new Upkeep.Ports(home.store(), home.ledger(), demands, pusher, clock);
        upkeep = Upkeep.start(upkeepPorts, view(), Rest.policy(settings), waits);
        evictions = Rest.evictions(home, cluster, upkeep, view(), settings);
        tidying = Tidying.start(home.store(), settings.stays().evictAfter());
        PledgeTalk.register(dispatcher, evictions);
        herald = Rest.herald(home, this::view, directory);
        var stamps = new StampLog(home, upkeep, evictions, news, herald::stir);
        Rest.needs(home, fetcher, settings).register(dispatcher);
        new Answering(home, cluster, dispatcher).begin(exchange, directory, stamps);
    }

    /// Volumes may ask for another number of copies than before.
    void heed() {
        try {
            upkeep.asked();
            evictions.stir();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Chunks came here: some may belong elsewhere.
    void stir() {
        evictions.stir();
        herald.stir();
    }

    /// What is held here goes, so that others are to hear what is left.
    void tellHoldings() {
        herald.stir();
    }

    /// No copy of another device counts here until it is proved anew.
    void disbelieve() throws InterruptedException {
        var view = view();
        upkeep.poolChanged(view.alone());
        upkeep.poolChanged(view);
    }

    private Exchange newExchange() {
        var live = home.live();
        var pen = new BatchWriter.Pen(home.keys(), home.batchSealer(), live::ring, live::roster);
        return new Exchange(home.ledger(), pen, home.signatures(), home.clock(), new Names());
    }

    private long incarnation() {
        return home.ledger().views().self().actor().map(Actor::incarnation).orElse(0L);
    }

    /// Links are from now on as bad as this file says.
    void obey(LinkFile file) {
        links = Optional.of(file);
    }

    /// Dials, listens and ticks from now on.
    ///
    /// @return where this device listens
    Endpoint start(Settings settings, AddressFile addresses)
            throws NodeException, InterruptedException {
        cluster.watch(this::hear);
        cluster.visits(Protocol.PAIR, inviter);
        cluster.start(addresses.records());
        var at = listen(settings);
        cluster.announce(LocalAddresses.of(at));
        for (var hint : addresses.hints().entrySet()) {
            cluster.hint(hint.getKey(), hint.getValue());
        }
        threads.execute(this::tick);
        threads.execute(() -> news.watch(upkeep, evictions));
        threads.execute(new Leaving(home, this)::watch);
        return at;
    }

    /// An explicit address is taken as it is; the default port gives way to any free one.
    private Endpoint listen(Settings settings) throws NodeException {
        var wanted =
                settings.listen().orElse(new Endpoint(LocalAddresses.ANY, Settings.DEFAULT_PORT));
        try {
            return cluster.listen(wanted);
        } catch (NetException e) {
            if (settings.listen().isPresent()) {
                throw taken(wanted, e);
            }
            LOG.info("Port {} is taken; listening on another one.", Settings.DEFAULT_PORT);
        }
        try {
            return cluster.listen(new Endpoint(LocalAddresses.ANY, 0));
        } catch (NetException e) {
            throw taken(wanted, e);
        }
    }

    private static NodeException taken(Endpoint wanted, NetException e) {
        return new NodeException(
                new Problem(
                        Problem.Code.BUSY,
                        "Cannot listen on %s: %s.".formatted(wanted, e.getMessage()),
                        "Stop the program that uses this port, or set another one with"
                                + " `holdfast config set listen HOST:PORT`."),
                e);
    }

    private void tick() {
        try {
            while (!threads.isShutdown()) {
                SteadyClock.sleep(TICK);
                links.ifPresent(file -> file.obey(home.live().roster().devices()));
                cluster.tick();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Events that come while the device stops are of no use to anyone.
    private void hear(ClusterEvent event) {
        if (!isClosing) {
            events.execute(() -> heard(event));
        }
    }

    private void heard(ClusterEvent event) {
        try {
            if (event instanceof ClusterEvent.RosterChanged(_, var now)) {
                home.live().become(now);
                WriterCuts.apply(now, home.ledger());
                threads.execute(this::mend);
                signal();
            }
            news.on(event);
            exchange.on(event);
            var view = view();
            upkeep.poolChanged(view);
            evictions.poolChanged(view);
            herald.stir();
            if (event instanceof ClusterEvent.PeerUp(var device, _) && cluster.isStanding(device)) {
                herald.met(device);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (JournalException e) {
            LOG.error("What the roster says could not be written down.", e);
        }
    }

    private void mend() {
        try {
            governor.mend();
        } catch (NodeException e) {
            LOG.warn("{} {}", e.problem().what(), e.problem().remedy());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void signal() {
        lock.lock();
        try {
            rosterChanged.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the roster makes `condition` true, or the time is over.
    boolean awaitRoster(BooleanSupplier condition, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                left = rosterChanged.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private PoolView view() {
        return Sight.of(home.live(), cluster);
    }

    /// A home that was restored or copied writes under another name from now on.
    private void drawIncarnation() {
        try {
            LOG.warn(
                    "Others know more of this device's writing than it does; it writes as {} now.",
                    home.drawIncarnation());
        } catch (JournalException e) {
            LOG.error("A new incarnation could not be written down.", e);
        }
    }

    private final class Holders implements ChunkFetcher.Holders {

        @Override
        public List<DeviceId> likely(ChunkId id) {
            return directory.likely(id);
        }

        @Override
        public List<DeviceId> ask(ChunkId id) throws InterruptedException {
            return directory.ask(List.of(id)).getOrDefault(id, List.of());
        }

        @Override
        public void absent(DeviceId device, ChunkId id) throws InterruptedException {
            upkeep.lost(device, List.of(id));
        }
    }

    private final class Names implements Exchange.Listener {

        @Override
        public void confirmed(DeviceId device, VolumeId volume, Dot upTo) {
            waits.named(device, volume, upTo);
            news.named(device, volume, upTo);
            if (volume.equals(demands.volumes())) {
                threads.execute(Network.this::heed);
            }
        }

        @Override
        public void surpassed(Actor actor) {
            drawIncarnation();
        }
    }

    Cluster cluster() {
        return cluster;
    }

    Exchange exchange() {
        return exchange;
    }

    Upkeep upkeep() {
        return upkeep;
    }

    Evictions evictions() {
        return evictions;
    }

    CopyWaits waits() {
        return waits;
    }

    Directory directory() {
        return directory;
    }

    ChunkFetcher fetcher() {
        return fetcher;
    }

    Governor governor() {
        return governor;
    }

    News news() {
        return news;
    }

    Inviter inviter() {
        return inviter;
    }

    @Override
    public void close() {
        isClosing = true;
        herald.close();
        evictions.close();
        tidying.close();
        upkeep.close();
        exchange.close();
        cluster.close();
        events.shutdownNow();
        threads.shutdownNow();
    }
}
