package dev.holdfast.engine.core.repair;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Pays the copies that this device owes, as one step after another.
///
/// Copies are a debt. What this device writes it pays at once; what it holds for others it pays
/// when a [RepairPlan] says that it is its turn. Debts of others are found by *sweeps* over the
/// catalog, page by page, whenever the pool changes or a wait ends; so memory does not grow with
/// the number of chunks, and a restart forgets nothing.
///
/// Not a value but an object with one owner: it is turned by one loop, and holds no clock, thread
/// or chance. The same events at the same times give the same effects.
public final class Repair {

    /// Chunks of own writing that are paid from memory; more are left to the next sweep.
    public static final int FRESH_MAX = 16_384;

    /// Chunks one push may carry, and their bytes.
    public static final int PUSH_CHUNKS_MAX = 256;

    public static final long PUSH_BYTES_MAX = 32 << 20;

    /// Pushes to one device at a time: the second is being prepared while the first is on its way.
    public static final int PUSHES_PER_DEVICE = 2;

    /// Chunks that one message to another holder may name.
    public static final int TELL_CHUNKS_MAX = 1024;

    /// How long a device that had no room is not asked again.
    public static final Duration FULL_RETRY = Duration.ofMinutes(1);

    /// What happens around this device.
    public sealed interface Event {

        /// A put made these durable here, and the puts that follow must not wait for them.
        record Wrote(List<HeldChunk> chunks) implements Event {}

        /// Another device pushed these here; it is likely to be pushing them elsewhere too.
        record Arrived(List<ChunkId> chunks) implements Event {}

        /// The roster, the layout or who is online changed.
        record PoolChanged(PoolView view) implements Event {}

        /// The answer to [Effect.ReadPage]: chunks in ring order, and after which id the next page
        /// begins; empty when this is the last.
        ///
        /// @param lost chunks of this page that this device should hold and does not
        record PageRead(
                long sweep, List<HeldChunk> chunks, List<ChunkId> lost, Optional<ChunkId> next)
                implements Event {}

        /// The answer to [Effect.Push].
        record PushEnded(long push, PushOutcome outcome) implements Event {}

        /// This device's own copies turned out to be damaged.
        record Spoiled(List<ChunkId> chunks) implements Event {}

        /// A device is about to drop these, or has: its copies count no more.
        record Left(DeviceId holder, List<ChunkId> chunks) implements Event {}

        /// A volume asks for another number of copies than before.
        record Asked() implements Event {}

        /// A person wants all that is owed to be paid now, whoever's turn it is.
        record Urged() implements Event {}

        /// A device has lost these: its copies count no more, and others are owed.
        record Lost(DeviceId holder, List<ChunkId> chunks) implements Event {}

        /// Others made copies, so that less may be owed than was counted.
        record Learned() implements Event {}

        /// The time that [#wakeAt] named has come.
        record Woke() implements Event {}
    }

    /// How a push ended. Chunks in none of the lists were not answered: the way was cut.
    ///
    /// @param stored durable there
    /// @param refused the device has no room for them
    /// @param unreadable this device's own copy is damaged or gone
    /// @param sentBytes what was sent of chunks; one that the device had already takes none
    public record PushOutcome(
            List<ChunkId> stored, List<ChunkId> refused, List<ChunkId> unreadable, long sentBytes) {

        /// Nothing got across.
        public static final PushOutcome CUT = new PushOutcome(List.of(), List.of(), List.of(), 0);

        public PushOutcome {
            stored = List.copyOf(stored);
            refused = List.copyOf(refused);
            unreadable = List.copyOf(unreadable);
        }
    }

    /// What the caller must now do.
    public sealed interface Effect {

        /// Offer these to a device and send what it wants; answer with [Event.PushEnded].
        record Push(long push, DeviceId to, List<HeldChunk> chunks) implements Effect {}

        /// Read the chunks held here that follow `after` on the ring, from the beginning when it is
        /// empty; answer with [Event.PageRead].
        record ReadPage(long sweep, Optional<ChunkId> after) implements Effect {}

        /// Journal that a device holds these.
        record Note(DeviceId holder, List<ChunkId> chunks) implements Effect {}

        /// Journal that nothing a removed device holds counts any more.
        record Forget(DeviceId holder) implements Effect {}

        /// Journal that none of the copies of a device counts any more that is parked: it may come
        /// back, so pledges with it stand.
        record Strike(DeviceId holder) implements Effect {}

        /// Tell a holder who holds these too.
        record Tell(DeviceId to, List<ChunkId> chunks, List<DeviceId> holders) implements Effect {}

        /// Tell a device that this one does not hold these, whatever it said before.
        record Confess(DeviceId to, List<ChunkId> chunks) implements Effect {}
    }

    private final RepairPolicy policy;
    private final Map<ChunkId, Debt> debts = new LinkedHashMap<>();
    private final List<Effect> effects = new ArrayList<>();
    private final Introductions introductions = new Introductions();
    private final Lanes lanes;
    private final Sweep sweep;
    private PoolView view;
    private Instant viewSince;
    private Instant now;
    private int own;
    private boolean mustConfess = true;
    private boolean isConfessing;
    private boolean mustHurry;
    private boolean isHurrying;

    public Repair(PoolView view, RepairPolicy policy, Instant now) {
        this.view = view;
        this.policy = policy;
        this.now = now;
        viewSince = now;
        lanes = new Lanes(policy.isOnlyAsked() ? Long.MAX_VALUE : policy.bytesPerSecond(), now);
        sweep = new Sweep(now);
    }

    /// Takes what happened at `time` and says what to do. Time never runs backwards here: an
    /// earlier time than the last counts as the last.
    public List<Effect> on(Event event, Instant time) {
        now = time.isAfter(now) ? time : now;
        switch (event) {
            case Event.Wrote(var chunks) -> chunks.forEach(chunk -> owe(chunk, true));
            case Event.Arrived(var chunks) -> sweep.arrived(chunks, now);
            case Event.PoolChanged(var changed) -> poolChanged(changed);
            case Event.PageRead page -> pageRead(page);
            case Event.PushEnded(var push, var outcome) -> pushEnded(push, outcome);
            case Event.Spoiled(var chunks) -> confess(chunks);
            case Event.Left(var holder, var chunks) -> left(holder, chunks);
            case Event.Lost(var holder, var chunks) -> {
                left(holder, chunks);
                sweep.wantAt(now);
            }
            case Event.Asked() -> sweep.wantAt(now);
            case Event.Urged() -> urged();
            case Event.Learned() -> sweep.recount(now);
            case Event.Woke() -> {}
        }
        if (lanes.reopen(now)) {
            List.copyOf(debts.values()).forEach(this::settle);
        }
        effects.addAll(lanes.dispatch(debts, now));
        if (sweep.begin(now)) {
            isConfessing = mustConfess;
            mustConfess = false;
            isHurrying = mustHurry;
            mustHurry = false;
            wakeWhenPatienceEnds();
        }
        sweep.next(debts.size() - own).ifPresent(effects::add);
        effects.addAll(introductions.tell(view));
        var asked = List.copyOf(effects);
        effects.clear();
        return asked;
    }

    /// When to say [Event.Woke] at the latest.
    public Instant wakeAt() {
        var sooner = sweep.wakeAt();
        return lanes.wakeAt().filter(at -> at.isBefore(sooner)).orElse(sooner);
    }

    /// The devices that had no room when they were last offered something.
    public List<DeviceId> full() {
        return lanes.full();
    }

    /// How the chunks stand, those with debts as of now and the others as of when last looked at.
    public RepairProgress progress() {
        var sum = sweep.sum();
        debts.values().forEach(debt -> sum.add(ReplicaHealth.of(debt.chunk(), view, policy, now)));
        return sum.progress(!sweep.isRunning() && debts.isEmpty());
    }

    private void urged() {
        mustHurry = true;
        lanes.openAll();
        List.copyOf(debts.values()).forEach(this::settle);
        sweep.wantAt(now);
    }

    private void owe(HeldChunk chunk, boolean isOwn) {
        var debt = debts.get(chunk.id());
        if (debt == null) {
            if (isOwn && own >= FRESH_MAX) {
                mustHurry |= policy.isOnlyAsked();
                sweep.wantAt(now);
                return;
            }
            debt = new Debt(chunk, isOwn);
            debts.put(chunk.id(), debt);
            own += isOwn ? 1 : 0;
        } else {
            own += isOwn && !debt.isOwn() ? 1 : 0;
            debt.merge(chunk, isOwn);
        }
        settle(debt);
    }

    private void left(DeviceId holder, List<ChunkId> chunks) {
        for (var chunk : chunks) {
            var debt = debts.get(chunk);
            if (debt != null) {
                debt.left(holder);
                settle(debt);
            }
        }
    }

    /// Sends for what is missing as far as there is anyone to take it, and ends a debt that is paid
    /// or that nobody can take.
    private void settle(Debt debt) {
        var plan = RepairPlan.of(debt.chunk(), view, policy, now);
        int missing = plan.health().missing() - debt.underway();
        for (var candidate : plan.candidates()) {
            if (missing > 0 && lanes.isOpen(candidate) && !debt.isUnderwayTo(candidate)) {
                lanes.queue(debt, candidate);
                missing--;
            }
        }
        boolean mustWait = missing > 0 && !plan.candidates().stream().allMatch(lanes::isOpen);
        if (debt.underway() == 0 && !mustWait) {
            close(debt);
            sweep.count(debt.chunk().id(), plan.health());
        }
    }

    private void close(Debt debt) {
        debts.remove(debt.chunk().id());
        own -= debt.isOwn() ? 1 : 0;
        if (debt.hasGained()) {
            introductions.gained(debt.chunk());
        }
    }

    private void poolChanged(PoolView changed) {
        if (changed.equals(view)) {
            return;
        }
        for (var device : view.others().keySet()) {
            if (!changed.others().containsKey(device)) {
                boolean mayReturn = changed.parked().contains(device);
                effects.add(mayReturn ? new Effect.Strike(device) : new Effect.Forget(device));
                sweep.forgetArrivals();
            }
        }
        for (var device : changed.others().keySet()) {
            if (changed.isOnline(device) && !view.isOnline(device)) {
                lanes.open(device);
            }
        }
        view = changed;
        viewSince = now;
        mustConfess = true;
        lanes.unqueueAll(debts.values());
        List.copyOf(debts.values()).forEach(this::settle);
        sweep.wantAt(now);
    }

    /// Waiting for a silent device ends at known times; then its chunks are to be looked at.
    private void wakeWhenPatienceEnds() {
        for (var presence : view.others().values()) {
            if (!presence.online()) {
                Stream.of(policy.urgentPatience(), policy.repairAfter())
                        .map(presence.since()::plus)
                        .filter(now::isBefore)
                        .forEach(sweep::wantAt);
            }
        }
    }

    private void pageRead(Event.PageRead page) {
        if (!sweep.takes(page)) {
            return;
        }
        if (isConfessing) {
            confess(page.lost());
        }
        for (var chunk : page.chunks()) {
            sweep.visit(chunk.id());
            var plan = RepairPlan.of(chunk, view, policy, now);
            var due = isHurrying ? now : due(chunk.id(), plan.rank());
            boolean isLeft = plan.health().missing() == 0 || (policy.isOnlyAsked() && !isHurrying);
            if (isLeft || due.isAfter(now)) {
                sweep.count(chunk.id(), plan.health());
                sweep.wantAt(isLeft ? Instant.MAX : due);
            } else {
                owe(chunk, false);
            }
        }
        sweep.read(page.next());
    }

    /// Whoever counts on these copies pushes the chunks anew, and they are held again. What a walk
    /// finds is said once to those who are there, and again when another device comes.
    private void confess(List<ChunkId> lost) {
        var online = view.others().keySet().stream().filter(view::isOnline).toList();
        for (int i = 0; i < lost.size(); i += TELL_CHUNKS_MAX) {
            var some = List.copyOf(lost.subList(i, Math.min(lost.size(), i + TELL_CHUNKS_MAX)));
            online.stream().map(to -> new Effect.Confess(to, some)).forEach(effects::add);
        }
    }

    /// When it is this device's turn to pay: at once if no holder is preferred to it, else after
    /// those that are had their time. A chunk that just arrived is left to the one who sent it.
    private Instant due(ChunkId chunk, int rank) {
        var turn = rank == 0 ? now : viewSince.plus(policy.takeOverAfter().multipliedBy(rank));
        var grace =
                sweep.arrival(chunk)
                        .map(at -> at.plus(policy.takeOverAfter().multipliedBy(rank + 1L)));
        return grace.filter(turn::isBefore).orElse(turn);
    }

    private void pushEnded(long push, PushOutcome outcome) {
        var flight = lanes.landed(push).orElse(null);
        if (flight == null) {
            return;
        }
        if (!outcome.stored().isEmpty()) {
            effects.add(new Effect.Note(flight.to(), outcome.stored()));
        }
        lanes.learn(flight, outcome, now);
        if (!outcome.refused().isEmpty()) {
            lanes.unqueue(flight.to()).forEach(chunk -> turnFrom(flight.to(), chunk));
        }
        outcome.unreadable().stream().map(debts::get).filter(Objects::nonNull).forEach(this::close);
        var stored = Set.copyOf(outcome.stored());
        for (var chunk : flight.chunks()) {
            var debt = debts.get(chunk);
            if (debt != null) {
                debt.landed(flight.to(), stored.contains(chunk));
                settle(debt);
            }
        }
    }

    /// What waited to go to a device that is full goes to the next one.
    private void turnFrom(DeviceId full, ChunkId chunk) {
        var debt = debts.get(chunk);
        if (debt != null) {
            debt.unqueue(full);
            settle(debt);
        }
    }
}
