package dev.holdfast.engine.dht;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.core.batch.BatchChain;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.PoolId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.placement.Layout;
import dev.holdfast.engine.core.placement.Partition;
import dev.holdfast.engine.core.repair.PoolView;
import dev.holdfast.engine.core.routing.DirectoryClaim;
import dev.holdfast.engine.core.routing.DirectoryClaim.Head;
import dev.holdfast.engine.core.routing.DirectoryClaim.Seen;
import dev.holdfast.engine.core.routing.DirectoryClaim.Strays;
import dev.holdfast.engine.core.routing.DirectoryRecord;
import dev.holdfast.engine.ledger.Ledger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Tells the other devices what the layout does not: which chunks this device holds off their
/// place, and how far it has written. Safe for many threads.
///
/// What was told and has not changed is not told again until half of its life is over. The memory
/// is one hash for each partition with strays.
public final class Herald implements AutoCloseable {

    /// How long a record holds unless it is told anew.
    static final Duration LIFE = Duration.ofDays(1);

    /// Chunks told of in all. Further ones are found by asking.
    static final int STRAYS_MAX = 65_536;

    private static final Duration TICK = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(Herald.class);

    /// Who speaks.
    ///
    /// @param signer signs what is given to it with the device's key
    /// @param clock the wall clock's, since records say until when they hold
    public record Speaker(
            PoolId pool, DeviceId device, UnaryOperator<byte[]> signer, InstantSource clock) {}

    private final Speaker speaker;
    private final Ledger ledger;
    private final Supplier<PoolView> view;
    private final Directory directory;
    private final Map<Hash, DirectoryClaim> told = new HashMap<>();
    private final Set<Hash> renewed = new HashSet<>();
    private final Semaphore woken = new Semaphore(0);
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("herald-", 0).factory());
    private volatile Instant stirredAt;
    private volatile boolean isStirred = true;
    private Instant freshAt;
    private long revision;

    public Herald(Speaker speaker, Ledger ledger, Supplier<PoolView> view, Directory directory) {
        this.speaker = speaker;
        this.ledger = ledger;
        this.view = view;
        this.directory = directory;
        stirredAt = speaker.clock().instant();
        freshAt = stirredAt;
    }

    /// Begins to tell.
    ///
    /// @param view the pool as it is seen now
    public static Herald start(
            Speaker speaker, Ledger ledger, Supplier<PoolView> view, Directory directory) {
        var herald = new Herald(speaker, ledger, view, directory);
        herald.threads.execute(herald::run);
        return herald;
    }

    /// What is held here, or the layout, has changed.
    public void stir() {
        stirredAt = speaker.clock().instant();
        isStirred = true;
    }

    /// A device can be reached: it is given what is kept here.
    public void met(DeviceId device) {
        threads.execute(
                () -> {
                    try {
                        directory.handOver(device);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private void run() {
        try {
            while (true) {
                boolean _ = woken.tryAcquire(TICK.toNanos(), NANOSECONDS);
                tell();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What nobody foresaw ends one telling.
    private void tell() throws InterruptedException {
        var task = new FutureTask<>(this::news);
        task.run();
        if (task.state() == Future.State.FAILED) {
            LOG.error("Other devices are not told what is held here.", task.exceptionNow());
        } else if (!task.resultNow().isEmpty()) {
            directory.publish(task.resultNow());
        }
    }

    /// What others have not been told yet, signed. Strays are looked for when nothing has come here
    /// for a while. When the clock was set back, all is told anew: records say until when they
    /// hold.
    public List<DirectoryRecord> news() {
        var now = speaker.clock().instant();
        if (now.isBefore(stirredAt)) {
            stirredAt = now;
        }
        if (now.isBefore(freshAt) || !now.isBefore(freshAt.plus(LIFE.dividedBy(2)))) {
            freshAt = now;
            renewed.clear();
            told.values().removeIf(Herald::isOver);
            isStirred = true;
        }
        var claims = new ArrayList<DirectoryClaim>(heads());
        if (isStirred && !now.isBefore(stirredAt.plus(TICK))) {
            isStirred = false;
            claims.addAll(strays());
        }
        var news = new ArrayList<DirectoryRecord>();
        for (var claim : claims) {
            var topic = topic(claim);
            var before = told.put(topic, claim);
            long said = directory.revision(topic);
            boolean isRenewed = !renewed.add(topic);
            if (before == null || !isRenewed || !isSame(claim, before) || said > revision) {
                revision = Math.max(revision, said);
                news.add(signed(claim, now));
            }
        }
        return news;
    }

    private static boolean isOver(DirectoryClaim claim) {
        return claim instanceof Strays strays && strays.chunks().isEmpty();
    }

    /// A head is another one when its own chain has grown; what it has seen goes with it.
    private static boolean isSame(DirectoryClaim claim, DirectoryClaim before) {
        if (claim instanceof Head head && before instanceof Head last) {
            return head.dot().equals(last.dot());
        }
        return claim.equals(before);
    }

    private Hash topic(DirectoryClaim claim) {
        return DirectoryRecord.key(speaker.device(), claim);
    }

    private DirectoryRecord signed(DirectoryClaim claim, Instant now) {
        revision = Math.max(revision + 1, now.toEpochMilli());
        var stated =
                new DirectoryRecord.Stated(
                        speaker.pool(), speaker.device(), revision, now.plus(LIFE), claim);
        return DirectoryRecord.sign(stated, speaker.signer());
    }

    private List<Head> heads() {
        var self = ledger.views().self().actor();
        var heads = new ArrayList<Head>();
        if (self.isPresent()) {
            ledger.views()
                    .batches()
                    .chains()
                    .forEach((volume, chains) -> head(volume, chains, self.get(), heads));
        }
        return heads;
    }

    private void head(
            VolumeId volume, Map<Actor, BatchChain> chains, Actor self, List<Head> heads) {
        var own = chains.getOrDefault(self, BatchChain.EMPTY);
        var dot = new Dot(self, Math.max(1, own.n()));
        var batch = ledger.views().batches().batch(volume, dot);
        if (own.n() > 0 && batch.isPresent()) {
            var seen =
                    chains.entrySet().stream()
                            .filter(each -> !each.getKey().equals(self))
                            .filter(each -> each.getValue().n() > 0)
                            .limit(Head.SEEN_MAX)
                            .map(each -> seen(each.getKey(), each.getValue()))
                            .toList();
            var epoch = batch.get().batch().header().sealing().epoch();
            heads.add(new Head(volume, dot, own.last(), epoch, seen));
        }
    }

    private static Seen seen(Actor actor, BatchChain chain) {
        return new Seen(new Dot(actor, chain.n()), chain.last());
    }

    /// What is held off its place, by partition; nothing for a partition of which something was
    /// told and where no such chunk is left.
    private List<Strays> strays() {
        var pool = view.get();
        var byPartition = new TreeMap<Integer, List<ChunkId>>();
        for (var claim : told.values()) {
            if (claim instanceof Strays strays) {
                byPartition.put(strays.partition().index(), new ArrayList<>());
            }
        }
        ledger.views()
                .chunks()
                .all()
                .filter(facts -> isStray(facts, pool))
                .map(ChunkFacts::id)
                .filter(id -> beside(id, byPartition).size() < Strays.CHUNKS_MAX)
                .limit(STRAYS_MAX)
                .forEach(id -> beside(id, byPartition).add(id));
        return byPartition.entrySet().stream()
                .map(
                        e ->
                                new Strays(
                                        new Partition(e.getKey(), Layout.PARTITION_BITS),
                                        e.getValue()))
                .toList();
    }

    /// Those of the chunk's partition.
    private static List<ChunkId> beside(ChunkId id, Map<Integer, List<ChunkId>> byPartition) {
        var partition = Partition.of(id, Layout.PARTITION_BITS);
        return byPartition.computeIfAbsent(partition.index(), _ -> new ArrayList<>());
    }

    private static boolean isStray(ChunkFacts facts, PoolView pool) {
        return facts.held()
                && facts.factor() > 0
                && !pool.layout().owners(facts.id(), facts.factor()).contains(pool.self());
    }
}
