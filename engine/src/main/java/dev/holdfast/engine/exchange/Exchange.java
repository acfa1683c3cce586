package dev.holdfast.engine.exchange;

import dev.holdfast.engine.cluster.ClusterEvent;
import dev.holdfast.engine.cluster.Dispatcher;
import dev.holdfast.engine.core.batch.Chain;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.Statement.LastBatch;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.core.wire.Message;
import dev.holdfast.engine.core.wire.NamesMessage.Batches;
import dev.holdfast.engine.core.wire.NamesMessage.BatchesStored;
import dev.holdfast.engine.core.wire.NamesMessage.ChainHead;
import dev.holdfast.engine.core.wire.NamesMessage.VolumeHeads;
import dev.holdfast.engine.core.wire.NamesMessage.WantBatches;
import dev.holdfast.engine.crypto.Signatures;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.net.CloseReason;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Stream;
import dev.holdfast.engine.wal.JournalException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Keeps this device and its peers at the same batches.
///
/// When a connection comes up both sides say how far they have each chain and fetch what they lack.
/// A writer gives its new batches to every peer at once; whoever takes in a batch tells the others
/// that it has it, so one that the writer cannot reach fetches it there. What a peer says it holds
/// is durable there, and is journaled: copies are counted by it.
public final class Exchange implements AutoCloseable {

    /// What happens to names.
    public interface Listener {

        /// Hears nothing.
        Listener NONE =
                new Listener() {
                    @Override
                    public void confirmed(DeviceId device, VolumeId volume, Dot upTo) {}

                    @Override
                    public void surpassed(Actor actor) {}
                };

        /// A device holds a chain durably up to a batch.
        void confirmed(DeviceId device, VolumeId volume, Dot upTo);

        /// Others know more of this device's own writing than it does itself: its home was restored
        /// or copied. It must write as another actor from now on.
        void surpassed(Actor actor);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final Ledger ledger;
    private final Chains chains;
    private final BatchInbox inbox;
    private final PeerTalk talk;
    private final BatchWriter writer;
    private final Listener listener;
    private volatile Consumer<VolumeId> growth = _ -> {};
    private final Map<DeviceId, PeerLoop> loops = new ConcurrentHashMap<>();
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("exchange-", 0).factory());

    /// Begins with what the ledger holds; [#on] tells it of connections.
    public Exchange(
            Ledger ledger,
            BatchWriter.Pen pen,
            Signatures signatures,
            InstantSource clock,
            Listener listener) {
        this.ledger = ledger;
        this.listener = listener;
        chains = new Chains(ledger);
        Supplier<Roster> roster = pen.roster();
        inbox = new BatchInbox(chains, signatures, roster);
        talk = new PeerTalk(ledger, chains, inbox);
        writer = new BatchWriter(ledger, chains, pen, clock, this::changed);
        threads.execute(this::judgeAgain);
    }

    public BatchWriter writer() {
        return writer;
    }

    /// Tells from now on of each volume that more is known of. Whoever listens does not wait.
    public void watch(Consumer<VolumeId> listening) {
        growth = listening;
    }

    /// Answers peers; call it before the cluster starts.
    public void register(Dispatcher dispatcher) {
        dispatcher
                .on(VolumeHeads.class, this::hold)
                .on(WantBatches.class, this::hold)
                .on(Batches.class, this::hold)
                .on(BatchesStored.class, this::hold);
    }

    /// Answers whoever only reads: nothing that is said is believed or written down.
    public void registerReading(Dispatcher dispatcher) {
        dispatcher
                .on(VolumeHeads.class, (from, first, stream) -> told(from, first, stream))
                .on(
                        WantBatches.class,
                        (_, first, stream) -> talk.answerPull((WantBatches) first, stream));
    }

    private void told(Connection from, Message first, Stream stream)
            throws NetException, InterruptedException {
        try {
            talk.answerCompare(from.peer().device(), first, stream);
        } catch (JournalException e) {
            throw failed(e);
        }
    }

    /// Hears of connections and of the roster. Does not wait.
    public void on(ClusterEvent event) {
        switch (event) {
            case ClusterEvent.PeerUp(var device, var connection) -> up(device, connection);
            case ClusterEvent.PeerDown(var device, var connection) -> down(device, connection);
            case ClusterEvent.RosterChanged _ -> threads.execute(this::judgeAgain);
            case ClusterEvent.HealthTurned _,
                    ClusterEvent.SightTurned _,
                    ClusterEvent.Troubled _ -> {}
        }
    }

    /// Batches of a device that was put out may count no more, and those of one just heard of may.
    private void judgeAgain() {
        try {
            inbox.judgeAgain();
            loops.values().forEach(PeerLoop::compareAgain);
            chains.all().keySet().stream().map(Chain::volume).distinct().forEach(growth);
        } catch (JournalException e) {
            LOG.error("Names cannot be written any more.", e);
        }
    }

    /// The last batches of a device that are held here: what a revocation of it names.
    public List<LastBatch> lastOf(DeviceId device) {
        return chains.lastOf(device);
    }

    private void up(DeviceId device, Connection connection) {
        var loop = new PeerLoop(connection, talk, new Hearing());
        var before = loops.put(device, loop);
        if (before != null) {
            before.stop();
        }
        threads.execute(loop::run);
    }

    private void down(DeviceId device, Connection connection) {
        loops.computeIfPresent(
                device,
                (_, loop) -> {
                    if (!loop.isOf(connection)) {
                        return loop;
                    }
                    loop.stop();
                    return null;
                });
    }

    /// A chain has become longer here: whoever may not have it is told.
    private void changed(Chain chain) {
        growth.accept(chain.volume());
        boolean isMine = isMine(chain);
        loops.values().forEach(loop -> loop.changed(chain, isMine));
    }

    private void hold(Connection from, Message first, Stream stream)
            throws NetException, InterruptedException {
        var peer = from.peer().device();
        try {
            switch (first) {
                case VolumeHeads _ -> hear(peer, talk.answerCompare(peer, first, stream));
                case WantBatches want -> talk.answerPull(want, stream);
                case Batches batches -> {
                    var chain = new Chain(batches.volume(), batches.actor());
                    hear(peer, chain, talk.answerPush(batches, stream));
                    heldFurther(chain, peer);
                }
                case BatchesStored(var volume, var actor, var n) ->
                        hear(peer, new Chain(volume, actor), n);
                default -> throw PeerTalk.unexpected(first);
            }
        } catch (MalformedException e) {
            LOG.warn("{} sent a batch that cannot be: {}", peer, e.getMessage());
            from.close(CloseReason.of(CloseCode.MALFORMED, "a batch: " + e.getMessage()));
        } catch (JournalException e) {
            throw failed(e);
        }
    }

    private void hear(DeviceId peer, List<ChainHead> heads) throws JournalException {
        for (var head : heads) {
            var chain = new Chain(head.volume(), head.actor());
            boolean differs = chains.differs(chain, head.n(), head.hash());
            if (isMine(chain) && (differs || head.n() > chains.end(chain).n())) {
                listener.surpassed(head.actor());
            }
            var loop = loops.get(peer);
            if (differs && loop != null) {
                loop.theyDiffer(chain, head.n());
            } else if (!differs) {
                hear(peer, chain, head.n());
            }
        }
    }

    private boolean isMine(Chain chain) {
        return ledger.views().self().actor().filter(chain.actor()::equals).isPresent();
    }

    private void hear(DeviceId peer, Chain chain, long n) throws JournalException {
        long mine = chains.end(chain).n();
        var loop = loops.get(peer);
        if (loop != null) {
            loop.theyHave(chain, n, mine);
        }
        long both = Math.min(mine, n);
        if (both > 0) {
            confirm(peer, chain, both);
        }
    }

    private void confirm(DeviceId peer, Chain chain, long n) throws JournalException {
        var dot = new Dot(chain.actor(), n);
        if (!ledger.views().batches().holders(chain.volume(), dot).contains(peer)) {
            ledger.commit(new JournalRecord.BatchesConfirmed(peer, chain.volume(), dot));
            listener.confirmed(peer, chain.volume(), dot);
        }
    }

    /// A chain has become longer here by what `source` had: others are told, and what they said
    /// they hold beyond what this device held can be believed now.
    private void heldFurther(Chain chain, DeviceId source) throws JournalException {
        long mine = chains.durable(chain);
        growth.accept(chain.volume());
        for (var entry : loops.entrySet()) {
            if (!entry.getKey().equals(source)) {
                entry.getValue().changed(chain, false);
            }
            long both = Math.min(mine, entry.getValue().theyHave(chain));
            if (both > 0) {
                confirm(entry.getKey(), chain, both);
            }
        }
    }

    private static NetException failed(JournalException e) {
        return new NetException(NetException.Kind.CLOSED, "this device cannot write", e);
    }

    /// What a loop hears from its peer.
    private final class Hearing implements PeerLoop.Hearing {

        @Override
        public void heads(DeviceId peer, List<ChainHead> heads) throws JournalException {
            hear(peer, heads);
        }

        @Override
        public void stored(DeviceId peer, Chain chain, long n) throws JournalException {
            hear(peer, chain, n);
        }

        @Override
        public void pulled(DeviceId peer, Chain chain) throws JournalException {
            heldFurther(chain, peer);
        }

        @Override
        public void proved(Chain chain) {
            growth.accept(chain.volume());
        }

        @Override
        public long mine(Chain chain) {
            return chains.end(chain).n();
        }
    }

    @Override
    public void close() {
        loops.values().forEach(PeerLoop::stop);
        threads.shutdownNow();
        threads.close();
    }
}
