package dev.holdfast.engine.upkeep;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.holdfast.engine.catalog.CatalogException;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.repair.Demand;
import dev.holdfast.engine.core.repair.PoolView;
import dev.holdfast.engine.core.repair.Repair;
import dev.holdfast.engine.core.repair.Repair.Effect;
import dev.holdfast.engine.core.repair.Repair.Event;
import dev.holdfast.engine.core.repair.RepairPolicy;
import dev.holdfast.engine.core.repair.RepairProgress;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.store.ChunkStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Pays this device's debts of copies for as long as it runs. Safe for many threads.
///
/// One loop turns [Repair]; what it wants done is done on virtual threads, which report back to the
/// loop. Nothing is remembered that the ledger does not hold: after a restart the first sweep finds
/// what is owed.
public final class Upkeep implements AutoCloseable {

    /// Things that wait for the loop. Who brings more waits itself.
    private static final int WAITING_MAX = 1024;

    /// How long the loop may take to answer a question. A slow disk may hold it up, and a command
    /// that waits is better than one that fails.
    private static final Duration ANSWER_MAX = Duration.ofMinutes(1);

    /// How often one who waits for the loop looks whether it has ended.
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private static final Duration IDLE_MAX = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    /// What upkeep leans on.
    ///
    /// @param demand how many copies the volumes ask for now
    /// @param clock a clock that never jumps
    public record Ports(
            ChunkStore store,
            Ledger ledger,
            Supplier<Demand> demand,
            Pusher pusher,
            InstantSource clock) {}

    private final Ports ports;
    private final Beliefs beliefs;
    private final BlockingQueue<Consumer<Repair>> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final LongAdder sentBytes = new LongAdder();
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("upkeep-", 0).factory());
    private volatile PoolView view;

    /// Begins at once, with a look at everything held here.
    ///
    /// @param waits is told of every copy that is confirmed
    public static Upkeep start(Ports ports, PoolView view, RepairPolicy policy, CopyWaits waits) {
        var upkeep = new Upkeep(ports, view, waits);
        var repair = new Repair(view, policy, ports.clock().instant());
        upkeep.threads.execute(() -> upkeep.run(repair));
        return upkeep;
    }

    private Upkeep(Ports ports, PoolView view, CopyWaits waits) {
        this.ports = ports;
        this.view = view;
        beliefs = new Beliefs(new Books(ports.store(), ports.ledger(), ports.demand()), waits);
    }

    /// These are durable here, with their stamps journaled: copies are to be made at once.
    public void wrote(Collection<ChunkId> ids) throws InterruptedException {
        boolean isAlone = view.others().isEmpty();
        tell(new Event.Wrote(isAlone ? books().alone(ids) : books().held(ids)));
    }

    /// A volume asks for another number of copies than before.
    public void asked() throws InterruptedException {
        tell(new Event.Asked());
    }

    /// A person wants all that is owed to be paid now, whoever's turn it is.
    public void urge() throws InterruptedException {
        tell(new Event.Urged());
    }

    /// A peer pushed these here, and they are durable.
    public void arrived(Collection<ChunkId> ids) throws InterruptedException {
        tell(new Event.Arrived(List.copyOf(ids)));
    }

    /// The roster, the layout or who is online changed.
    public void poolChanged(PoolView changed) throws InterruptedException {
        view = changed;
        tell(new Event.PoolChanged(changed));
    }

    /// Some device says that `holders` hold these too. What is said of devices outside the pool,
    /// and of this one, is passed over; so is word of copies that were let go, whoever brings it:
    /// it may have been on its way when they went.
    public void confirmed(Collection<ChunkId> ids, Collection<DeviceId> holders)
            throws InterruptedException {
        beliefs.confirmed(view.others().keySet(), List.copyOf(ids), holders);
        tell(new Event.Learned());
    }

    /// A device does not hold these, as it says itself: those of them that were believed are owed
    /// again. What others say of its copies is not believed until it confirms them itself.
    public void lost(DeviceId holder, Collection<ChunkId> ids) throws InterruptedException {
        var believed = beliefs.lost(holder, ids);
        if (!believed.isEmpty()) {
            tell(new Event.Lost(holder, believed));
        }
    }

    /// This device's copies of these turned out to be damaged: who counts on them hears of it.
    public void spoiled(Collection<ChunkId> ids) throws InterruptedException {
        tell(new Event.Spoiled(List.copyOf(ids)));
    }

    /// A device is about to drop these, or has: its copies count no more.
    ///
    /// @return whether that is durable
    boolean left(DeviceId holder, List<ChunkId> ids) throws InterruptedException {
        boolean isDurable = beliefs.left(holder, ids);
        tell(new Event.Left(holder, ids));
        return isDurable;
    }

    Beliefs beliefs() {
        return beliefs;
    }

    Books books() {
        return beliefs.books();
    }

    /// How the chunks held here stand.
    ///
    /// @throws IllegalStateException when the loop has ended or does not answer
    public RepairProgress progress() throws InterruptedException {
        return ask(Repair::progress);
    }

    /// The devices for which copies may have to wait.
    ///
    /// @param away those that can own chunks and cannot be reached
    /// @param full those that had no room when they were last offered something
    public record Waits(List<DeviceId> away, List<DeviceId> full) {}

    /// @throws IllegalStateException when the loop has ended or does not answer
    public Waits waits() throws InterruptedException {
        var pool = view;
        var away =
                pool.layout().devices().stream()
                        .filter(Predicate.not(pool::isOnline))
                        .sorted()
                        .toList();
        return new Waits(away, ask(Repair::full));
    }

    private <T> T ask(Function<Repair, T> question) throws InterruptedException {
        var answer = new CompletableFuture<T>();
        bring(repair -> answer.complete(question.apply(repair)));
        try {
            return answer.get(ANSWER_MAX.toMillis(), MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("upkeep does not answer", e);
        }
    }

    /// The devices on which a chunk can be durable now: those online that can own, this one
    /// included when it can.
    public int copiesPossible() {
        return view.ownersOnline();
    }

    /// Sealed bytes that were sent to make copies, since the start.
    public long sentBytes() {
        return sentBytes.sum();
    }

    /// Ends the loop and breaks off what is under way.
    @Override
    public void close() {
        threads.shutdownNow();
    }

    private void tell(Event event) throws InterruptedException {
        bring(repair -> turn(repair, event));
    }

    /// Waits while the loop has much to do. What comes after the end is passed over.
    private void bring(Consumer<Repair> thing) throws InterruptedException {
        boolean isTaken = false;
        while (!isTaken && !threads.isShutdown()) {
            isTaken = waiting.offer(thing, LOOK_AGAIN.toMillis(), MILLISECONDS);
        }
    }

    private void run(Repair repair) {
        try {
            turn(repair, new Event.Woke());
            while (true) {
                var next = waiting.poll(idle(repair).toMillis(), MILLISECONDS);
                if (next == null) {
                    turn(repair, new Event.Woke());
                } else {
                    done(() -> next.accept(repair));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What nobody foresaw ends the one thing it happened in.
    private static void done(Runnable thing) {
        var task = new FutureTask<>(thing, null);
        task.run();
        if (task.state() == Future.State.FAILED) {
            LOG.error("Something in upkeep failed; it goes on.", task.exceptionNow());
        }
    }

    /// Until when there is nothing to do, rounded up so that the time has come when it wakes.
    private Duration idle(Repair repair) {
        var now = ports.clock().instant();
        var at = repair.wakeAt();
        if (at.isAfter(now.plus(IDLE_MAX))) {
            return IDLE_MAX;
        }
        var idle = Duration.between(now, at).plusMillis(1);
        return idle.isPositive() ? idle : Duration.ZERO;
    }

    private void turn(Repair repair, Event event) {
        Instant now = ports.clock().instant();
        for (var effect : repair.on(event, now)) {
            threads.execute(() -> perform(effect));
        }
    }

    private void perform(Effect effect) {
        try {
            switch (effect) {
                case Effect.Push push -> push(push);
                case Effect.ReadPage page -> tell(read(page));
                case Effect.Note(var holder, var ids) -> beliefs.learned(holder, ids);
                case Effect.Forget(var holder) -> books().forget(holder);
                case Effect.Strike(var holder) -> books().strike(holder);
                case Effect.Tell(var to, var ids, var holders) ->
                        ports.pusher().tell(to, ids, holders);
                case Effect.Confess(var to, var ids) -> ports.pusher().confess(to, ids);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A catalog that cannot be read ends the sweep; the next one tries again.
    private Event read(Effect.ReadPage page) {
        try {
            return books().page(page);
        } catch (CatalogException e) {
            LOG.error("Some copies may not be made; the catalog: {}", e.getMessage());
            return new Event.PageRead(page.sweep(), List.of(), List.of(), Optional.empty());
        }
    }

    /// The loop hears of the end whatever happens, or the debt would wait for ever.
    private void push(Effect.Push push) throws InterruptedException {
        var outcome = Repair.PushOutcome.CUT;
        long since = beliefs.mark();
        try {
            var answer = ports.pusher().push(push.to(), push.chunks());
            sentBytes.add(answer.sentBytes());
            outcome = beliefs.answered(push.to(), answer, since);
        } finally {
            tell(new Event.PushEnded(push.push(), outcome));
        }
    }
}
