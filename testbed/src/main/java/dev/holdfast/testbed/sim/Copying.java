package dev.holdfast.testbed.sim;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.membership.Device;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.core.record.JournalRecord.ChunksStamped;
import dev.holdfast.engine.core.repair.HeldChunk;
import dev.holdfast.engine.core.repair.Repair;
import dev.holdfast.engine.core.repair.Repair.Effect;
import dev.holdfast.engine.core.repair.Repair.Event;
import dev.holdfast.engine.core.repair.Repair.PushOutcome;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.store.ChunkTag;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.upkeep.Beliefs;
import dev.holdfast.engine.upkeep.Books;
import dev.holdfast.engine.wal.JournalException;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Makes the copies that a device owes, and takes those it is given: the shell around [Repair] and
/// [Beliefs], as upkeep and transfer are in the product.
final class Copying {

    private static final Duration DISK = Duration.ofMillis(40);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

    private final Life life;
    private final Beliefs beliefs;
    private final Repair repair;
    private Instant wakeAt = Instant.MAX;

    /// A chunk on offer, with all its claims.
    private record Offered(HeldChunk chunk, List<Stamp> stamps) {}

    /// What was said to an offer.
    private record Want(List<Offered> wanted, List<ChunkId> held, List<ChunkId> refused) {}

    Copying(Life life, Books books) {
        this.life = life;
        beliefs = new Beliefs(books, life.waits());
        repair = new Repair(life.view(), Pool.POLICY, now());
    }

    Beliefs beliefs() {
        return beliefs;
    }

    private Instant now() {
        return life.pool().timeline().now();
    }

    void start() {
        on(new Event.Woke());
    }

    void wrote(List<ChunkId> ids) {
        on(new Event.Wrote(beliefs.books().held(ids)));
    }

    void poolChanged() {
        on(new Event.PoolChanged(life.view()));
    }

    /// No copy of another device counts here until it is proved anew.
    void disbelieve() {
        on(new Event.PoolChanged(life.view().alone()));
        poolChanged();
    }

    /// Another device's copies count no more here.
    ///
    /// @return whether that is durable
    boolean left(DeviceId holder, List<ChunkId> ids) {
        boolean isDurable = beliefs.left(holder, ids);
        on(new Event.Left(holder, ids));
        return isDurable;
    }

    /// A keeper's word about others counts for nothing.
    private void confirmed(DeviceId by, List<ChunkId> ids, List<DeviceId> holders) {
        if (life.roster().device(by).filter(Device::mayHoldSecrets).isEmpty()) {
            return;
        }
        beliefs.confirmed(life.view().others().keySet(), ids, holders);
        on(new Event.Learned());
        life.person().counted();
    }

    private void learned(DeviceId holder, List<ChunkId> ids) {
        beliefs.learned(holder, ids);
        life.person().counted();
    }

    void lost(DeviceId holder, List<ChunkId> ids) {
        var believed = beliefs.lost(holder, ids);
        if (!believed.isEmpty()) {
            on(new Event.Lost(holder, believed));
        }
    }

    private void on(Event event) {
        repair.on(event, now()).stream().filter(life.pool().mutant()::lets).forEach(this::perform);
        var wake = repair.wakeAt();
        if (wake.isBefore(wakeAt)) {
            wakeAt = wake;
            var delay = Duration.between(now(), wake);
            life.later(delay.isNegative() ? Duration.ZERO : delay, "wakes", this::wake);
        }
    }

    private void wake() {
        wakeAt = Instant.MAX;
        on(new Event.Woke());
    }

    private void perform(Effect effect) {
        switch (effect) {
            case Effect.Push(var push, var to, var chunks) ->
                    push(to, chunks, outcome -> on(new Event.PushEnded(push, outcome)));
            case Effect.ReadPage page ->
                    life.later(DISK, "reads", () -> on(beliefs.books().page(page)));
            case Effect.Note(var holder, var ids) -> learned(holder, ids);
            case Effect.Forget(var holder) -> beliefs.books().forget(holder);
            case Effect.Strike(var holder) -> beliefs.books().strike(holder);
            case Effect.Confess(var to, var ids) ->
                    say(to, "confesses to", other -> other.copying().lost(life.id(), ids));
            case Effect.Tell(var to, var ids, var holders) -> tell(to, ids, holders);
        }
    }

    void tell(DeviceId to, List<ChunkId> ids, List<DeviceId> holders) {
        say(to, "tells of copies", other -> other.copying().confirmed(life.id(), ids, holders));
    }

    private void say(DeviceId to, String what, Consumer<Life> arrives) {
        life.society().to(to).ifPresent(session -> session.send(life, what, arrives));
    }

    /// An offer, the bytes, and the answer; `ended` is told once, whatever happens.
    void push(DeviceId to, List<HeldChunk> chunks, Consumer<PushOutcome> ended) {
        long since = beliefs.mark();
        var once =
                new Once(
                        outcome -> {
                            ended.accept(beliefs.answered(to, outcome, since));
                            life.person().counted();
                        });
        life.later(ANSWER_MAX, "gives up", () -> once.end(PushOutcome.CUT));
        var session = life.society().to(to);
        if (session.isEmpty()) {
            life.later(DISK, "has no way", () -> once.end(PushOutcome.CUT));
            return;
        }
        var offer = offer(chunks);
        if (offer.isEmpty()) {
            life.later(DISK, "offers nothing", () -> once.end(condemned(chunks)));
            return;
        }
        session.get()
                .send(
                        life,
                        "offers",
                        other ->
                                other.run(
                                        () ->
                                                other.copying()
                                                        .offered(
                                                                session.get(), offer, life, once)));
    }

    private static final class Once {
        private final Consumer<PushOutcome> ended;
        private boolean isOver;

        Once(Consumer<PushOutcome> ended) {
            this.ended = ended;
        }

        void end(PushOutcome outcome) {
            if (!isOver) {
                isOver = true;
                ended.accept(outcome);
            }
        }
    }

    private List<Offered> offer(List<HeldChunk> chunks) {
        var stamps = new LinkedHashMap<ChunkId, List<Stamp>>();
        var ids = chunks.stream().map(HeldChunk::id).toList();
        life.ledger()
                .views()
                .chunks()
                .facts(ids)
                .forEach(facts -> stamps.put(facts.id(), latest(facts.stamps())));
        return chunks.stream()
                .map(chunk -> new Offered(chunk, stamps.getOrDefault(chunk.id(), List.of())))
                .filter(each -> !life.collecting().isCondemned(each.chunk.id(), each.stamps))
                .toList();
    }

    /// What nobody needs is offered to nobody.
    private static PushOutcome condemned(List<HeldChunk> chunks) {
        var ids = chunks.stream().map(HeldChunk::id).toList();
        return new PushOutcome(List.of(), List.of(), ids, 0);
    }

    private static List<Stamp> latest(List<Stamp> stamps) {
        return stamps.stream()
                .filter(stamp -> stamps.stream().noneMatch(stamp::isBefore))
                .sorted(Stamp.ORDER)
                .toList();
    }

    private void offered(Session session, List<Offered> offer, Life from, Once once)
            throws StoreException, JournalException {
        var wanted = new ArrayList<Offered>();
        var held = new ArrayList<Offered>();
        var refused = new ArrayList<ChunkId>();
        for (var each : offer) {
            if (capacity() == 0) {
                refused.add(each.chunk.id());
            } else if (read(each.chunk.id()).isPresent()) {
                held.add(each);
            } else if (isRoomFor(each.chunk)) {
                wanted.add(each);
            } else {
                refused.add(each.chunk.id());
            }
        }
        if (!held.isEmpty()) {
            life.store().sync();
            stamp(held);
        }
        var want = new Want(wanted, ids(held), refused);
        session.send(
                life, "wants", _ -> from.run(() -> from.copying().give(session, want, life, once)));
    }

    private static List<ChunkId> ids(List<Offered> offered) {
        return offered.stream().map(each -> each.chunk.id()).toList();
    }

    private long capacity() {
        return life.roster().device(life.id()).map(Device::capacity).orElse(0L);
    }

    private boolean isRoomFor(HeldChunk chunk) {
        return chunk.length() <= capacity() - life.store().index().bytes();
    }

    /// The bytes of a chunk that is sound here.
    Optional<byte[]> read(ChunkId id) throws StoreException {
        var length = life.store().index().length(id);
        if (length.isEmpty()) {
            return Optional.empty();
        }
        var bytes = ByteBuffer.allocate(Math.min(length.getAsInt(), ChunkRef.SEALED_MAX));
        return life.store().read(id, bytes) ? Optional.of(bytes.array()) : Optional.empty();
    }

    private void give(Session session, Want want, Life to, Once once) throws StoreException {
        var bytes = new LinkedHashMap<Offered, byte[]>();
        var unreadable = new ArrayList<ChunkId>();
        for (var each : want.wanted) {
            read(each.chunk.id())
                    .ifPresentOrElse(
                            found -> bytes.put(each, found), () -> unreadable.add(each.chunk.id()));
        }
        if (bytes.isEmpty()) {
            once.end(new PushOutcome(want.held, want.refused, unreadable, 0));
            return;
        }
        session.send(
                life,
                "sends",
                _ ->
                        to.run(
                                () ->
                                        to.copying()
                                                .take(
                                                        session,
                                                        bytes,
                                                        life,
                                                        (stored, declined) -> {
                                                            var all = new ArrayList<>(want.held);
                                                            all.addAll(stored);
                                                            var refused =
                                                                    new ArrayList<>(want.refused);
                                                            refused.addAll(declined);
                                                            once.end(
                                                                    new PushOutcome(
                                                                            all,
                                                                            refused,
                                                                            unreadable,
                                                                            0));
                                                        })));
    }

    private interface Answer {
        void answer(List<ChunkId> stored, List<ChunkId> declined);
    }

    private void take(Session session, Map<Offered, byte[]> sent, Life from, Answer answer)
            throws StoreException, JournalException {
        var kept = new ArrayList<Offered>();
        var declined = new ArrayList<ChunkId>();
        for (var each : sent.entrySet()) {
            var offered = each.getKey();
            life.machine().hasReceived(offered.chunk.id());
            var tag =
                    new ChunkTag(
                            offered.chunk.factor(),
                            offered.stamps.getFirst(),
                            ChunkTag.Origin.PEER);
            try {
                var sealed = ByteBuffer.wrap(each.getValue());
                life.store().append(offered.chunk.id(), sealed, tag);
                kept.add(offered);
            } catch (StoreException e) {
                if (e.kind() != StoreException.Kind.FULL) {
                    throw e;
                }
                declined.add(offered.chunk.id());
            }
        }
        if (!kept.isEmpty()) {
            life.store().sync();
            stamp(kept);
        }
        session.send(life, "has stored", _ -> from.run(() -> answer.answer(ids(kept), declined)));
    }

    private void stamp(List<Offered> kept) throws JournalException {
        var records = new ArrayList<JournalRecord>();
        for (var each : kept) {
            for (var stamp : each.stamps) {
                records.add(
                        new ChunksStamped(stamp, each.chunk.factor(), List.of(each.chunk.id())));
            }
        }
        life.ledger().commit(records);
        on(new Event.Arrived(ids(kept)));
        life.collecting().revive(ids(kept));
        life.lettingGo().stir();
        life.directions().stir();
    }
}
