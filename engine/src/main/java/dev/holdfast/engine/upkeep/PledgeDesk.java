package dev.holdfast.engine.upkeep;

import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.catalog.PledgesView;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.core.record.JournalRecord.ChunksDropped;
import dev.holdfast.engine.core.record.JournalRecord.PledgeMoved;
import dev.holdfast.engine.core.repair.Pledge;
import dev.holdfast.engine.core.repair.Pledge.State;
import dev.holdfast.engine.core.repair.Pledges;
import dev.holdfast.engine.core.repair.Pledges.Effect;
import dev.holdfast.engine.core.repair.Pledges.Event;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.store.ChunkStore;
import dev.holdfast.engine.store.Pins;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.wal.JournalException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Turns [Pledges] over ledger and store: what it decides is durable before anybody hears of it,
/// and a chunk is out of the books before it is out of the store. Safe for many threads.
public final class PledgeDesk {

    /// What the desk leans on.
    public record Ports(ChunkStore store, Ledger ledger, Pins pins, InstantSource clock) {}

    private static final Logger LOG = LoggerFactory.getLogger(PledgeDesk.class);

    private final Ports ports;
    private final DeviceId self;
    private final Predicate<DeviceId> isMember;
    private final Pledges pledges;
    private final ReentrantLock lock = new ReentrantLock();

    /// What is said to others about chunks of one asking.
    ///
    /// @param device who is told or asked
    public record Letter(DeviceId device, Hash round, boolean isDropped) {}

    /// Takes up what the journal says. What it says is dropped is dropped, however far the store
    /// had come; pledges with devices that left the pool are over.
    ///
    /// @param isMember whether a device is in the pool now: only such a one gets pledges
    public PledgeDesk(DeviceId self, Predicate<DeviceId> isMember, Ports ports)
            throws StoreException, JournalException {
        this.self = self;
        this.isMember = isMember;
        this.ports = ports;
        var journaled = standing();
        pledges = new Pledges(self, journaled);
        var dropped =
                journaled.entrySet().stream()
                        .filter(each -> each.getKey().asker().equals(self))
                        .filter(each -> each.getValue() == State.DROPPED)
                        .map(each -> each.getKey().chunk())
                        .distinct()
                        .filter(chunk -> facts(chunk).filter(ChunkFacts::held).isEmpty())
                        .toList();
        remove(dropped);
        var strangers = new TreeSet<DeviceId>();
        journaled
                .keySet()
                .forEach(pledge -> strangers.addAll(List.of(pledge.asker(), pledge.pledger())));
        strangers.remove(self);
        strangers.removeIf(isMember);
        for (var stranger : strangers) {
            removed(stranger);
        }
    }

    public DeviceId self() {
        return self;
    }

    private Map<Pledge, State> standing() {
        var all = new LinkedHashMap<Pledge, State>();
        var view = ports.ledger.views().pledges();
        var after = Optional.<ChunkId>empty();
        boolean isMore = true;
        while (isMore) {
            var page = view.with(self, after, PledgesView.PAGE_MAX);
            page.forEach(each -> all.put(each.pledge(), each.state()));
            isMore = page.size() == PledgesView.PAGE_MAX;
            // The last chunk's pledges may go on behind the page.
            after =
                    isMore
                            ? before(page, page.getLast().pledge().chunk())
                            : Optional.<ChunkId>empty();
        }
        return all;
    }

    private static Optional<ChunkId> before(List<PledgesView.Standing> page, ChunkId last) {
        return page.reversed().stream()
                .map(each -> each.pledge().chunk())
                .filter(chunk -> !chunk.equals(last))
                .findFirst();
    }

    /// Begins to ask, one round for all.
    ///
    /// @return whom to ask for what
    public Map<Letter, List<ChunkId>> ask(List<Event.MayGo> wishes) throws JournalException {
        return letters(turn(wishes));
    }

    /// Takes in all answers to a round and ends it, so that nothing of it stays open: copies that
    /// enough others have pledged are dropped, unless somebody here counts on them after all.
    ///
    /// @param asked the chunks as they stood before their stamps were handed over
    /// @param answers whether the pledge was given; those that did not answer are not among them
    /// @return whom to tell how it ended
    public Map<Letter, List<ChunkId>> conclude(
            Map<ChunkId, ChunkFacts> asked, Map<Pledge, Boolean> answers) throws JournalException {
        try (var going = ports.pins.going(asked.keySet())) {
            var events = new ArrayList<Event>();
            asked.forEach(
                    (chunk, before) -> {
                        if (!going.contains(chunk) || !isAsBefore(before)) {
                            events.add(new Event.Wanted(chunk));
                        }
                    });
            answers.forEach((pledge, isGiven) -> events.add(new Event.Answered(pledge, isGiven)));
            asked.keySet().forEach(chunk -> events.add(new Event.Wanted(chunk)));
            return letters(turn(events));
        }
    }

    /// A put that came upon the chunk meanwhile has left a stamp that its owners do not have, or
    /// asked for more copies than were pledged.
    private boolean isAsBefore(ChunkFacts before) {
        return facts(before.id())
                .filter(ChunkFacts::held)
                .filter(now -> now.factor() == before.factor())
                .filter(now -> Set.copyOf(now.stamps()).equals(Set.copyOf(before.stamps())))
                .isPresent();
    }

    /// The same of copies that the store has lost; one that came back stays, and so does one whose
    /// bytes are there and damaged.
    int forgo(Collection<ChunkFacts> lost) throws JournalException {
        var room = ByteBuffer.allocate(lost.isEmpty() ? 0 : ChunkRef.SEALED_MAX);
        return forgo(lost, id -> hasVanished(id, room.clear()));
    }

    /// Those of these of which the store has nothing left. Of what it has put aside it has, and
    /// says so when it is asked to read it.
    List<ChunkId> vanished(List<ChunkId> lost) {
        var room = ByteBuffer.allocate(lost.isEmpty() ? 0 : ChunkRef.SEALED_MAX);
        return lost.stream().filter(id -> hasVanished(id, room.clear())).toList();
    }

    private boolean hasVanished(ChunkId id, ByteBuffer room) {
        try {
            return !ports.store.index().contains(id) && !ports.store.read(id, room);
        } catch (StoreException e) {
            return false;
        }
    }

    /// Writes down that copies are held no more of which all others have heard that they are gone,
    /// and removes what there is of them. One that somebody here counts on stays, and so does one
    /// that this device has pledged.
    ///
    /// @param told the chunks as they stood before the others were told
    /// @param mayGo asked when nobody can begin to count on a chunk any more
    /// @return how many have gone
    int forgo(Collection<ChunkFacts> told, Predicate<ChunkId> mayGo) throws JournalException {
        var ids = told.stream().map(ChunkFacts::id).toList();
        lock.lock();
        try (var going = ports.pins.going(ids)) {
            var gone =
                    told.stream()
                            .filter(before -> going.contains(before.id()) && isAsBefore(before))
                            .map(ChunkFacts::id)
                            .filter(mayGo)
                            .filter(id -> !pledges.isPledged(id))
                            .toList();
            if (!gone.isEmpty()) {
                ports.ledger.commit(new ChunksDropped(gone));
                drop(gone);
            }
            drop(gone.stream().filter(ports.store.index()::contains).toList());
            return gone.size();
        } finally {
            lock.unlock();
        }
    }

    /// A device asks for pledges.
    ///
    /// @return the proofs of the copies that are pledged
    public Map<ChunkId, Hash> asked(DeviceId asker, Hash round, List<ChunkId> ids)
            throws JournalException {
        var proofs = proofs(round, ids);
        lock.lock();
        try {
            boolean mayAsk = isMember.test(asker);
            var events =
                    ids.stream()
                            .distinct()
                            .map(
                                    id ->
                                            new Event.Asked(
                                                    new Pledge(id, asker, self, round),
                                                    mayAsk && proofs.containsKey(id) && isHeld(id)))
                            .toList();
            var given = new LinkedHashMap<ChunkId, Hash>();
            for (var effect : turn(events)) {
                if (effect instanceof Effect.Answer(var pledge, var isGiven) && isGiven) {
                    given.put(pledge.chunk(), proofs.get(pledge.chunk()));
                }
            }
            return given;
        } finally {
            lock.unlock();
        }
    }

    /// The asker has said how it ended; durable on return.
    public void ended(DeviceId asker, Hash round, List<ChunkId> ids) throws JournalException {
        turn(ids.stream().map(id -> new Event.Ended(new Pledge(id, asker, self, round))).toList());
    }

    /// The pledger has noted how it ended.
    public void noted(DeviceId pledger, Hash round, List<ChunkId> ids) throws JournalException {
        turn(
                ids.stream()
                        .map(id -> new Event.Noted(new Pledge(id, self, pledger, round)))
                        .toList());
    }

    /// What a device that can be reached has not noted yet.
    public Map<Letter, List<ChunkId>> untold(DeviceId device) throws JournalException {
        return letters(turn(List.of(new Event.Met(device))));
    }

    public void removed(DeviceId device) throws JournalException {
        turn(List.of(new Event.Removed(device)));
    }

    /// What proves that this device has the very bytes of each of these; nothing of those that are
    /// not sound here.
    public Map<ChunkId, Hash> proofs(Hash round, List<ChunkId> ids) {
        var proofs = new LinkedHashMap<ChunkId, Hash>();
        var sealed = ByteBuffer.allocate(longest(ids));
        for (var id : ids) {
            try {
                if (ports.store.read(id, sealed.clear())) {
                    proofs.put(
                            id,
                            new Sha256().update(round.toBytes()).update(sealed.flip()).finish());
                }
            } catch (StoreException e) {
                LOG.warn("Chunk {} cannot be read, so it is not pledged.", id, e);
            }
        }
        return proofs;
    }

    /// Sealed bytes of the longest of these; a chunk that comes only now may be longer still.
    private int longest(List<ChunkId> ids) {
        var held = ids.stream().filter(ports.store.index()::contains).toList();
        return held.size() < ids.size()
                ? ChunkRef.SEALED_MAX
                : held.stream()
                        .mapToInt(id -> ports.store.index().length(id).orElse(ChunkRef.SEALED_MAX))
                        .max()
                        .orElse(0);
    }

    private boolean isHeld(ChunkId id) {
        return ports.store.index().contains(id) && facts(id).filter(ChunkFacts::held).isPresent();
    }

    private Optional<ChunkFacts> facts(ChunkId id) {
        return ports.ledger.views().chunks().facts(List.of(id)).stream().findFirst();
    }

    /// All journaled steps are durable before the first effect is seen outside. A failing journal
    /// leaves every copy where it is, and takes nothing more from then on.
    private List<Effect> turn(List<? extends Event> events) throws JournalException {
        lock.lock();
        try {
            var effects = new ArrayList<Effect>();
            for (var event : events) {
                effects.addAll(pledges.on(event, ports.clock.instant()));
            }
            var dropped =
                    effects.stream()
                            .filter(Effect.Drop.class::isInstance)
                            .map(effect -> ((Effect.Drop) effect).chunk())
                            .toList();
            var records = records(dropped, effects);
            if (!records.isEmpty()) {
                ports.ledger.commit(records);
            }
            drop(dropped);
            return effects;
        } finally {
            lock.unlock();
        }
    }

    /// That chunks are gone comes first: a journal that tears between the two leaves bytes that
    /// nobody counts, never a count without bytes.
    private static List<JournalRecord> records(List<ChunkId> dropped, List<Effect> effects) {
        var records = new ArrayList<JournalRecord>();
        if (!dropped.isEmpty()) {
            records.add(new ChunksDropped(dropped));
        }
        var moves = new LinkedHashMap<PledgeMoved, List<ChunkId>>();
        for (var effect : effects) {
            if (effect instanceof Effect.Journal(var pledge, var state)) {
                var move =
                        new PledgeMoved(
                                pledge.asker(), pledge.pledger(), pledge.round(), state, List.of());
                moves.computeIfAbsent(move, _ -> new ArrayList<>()).add(pledge.chunk());
            }
        }
        moves.forEach(
                (move, ids) -> {
                    for (int i = 0; i < ids.size(); i += JournalRecord.CHUNKS_MAX) {
                        int end = Math.min(ids.size(), i + JournalRecord.CHUNKS_MAX);
                        records.add(
                                new PledgeMoved(
                                        move.asker(),
                                        move.pledger(),
                                        move.round(),
                                        move.state(),
                                        ids.subList(i, end)));
                    }
                });
        return records;
    }

    private void drop(List<ChunkId> ids) {
        try {
            remove(ids);
        } catch (StoreException e) {
            LOG.error("{} chunks were let go and still take room.", ids.size(), e);
        }
    }

    private void remove(List<ChunkId> ids) throws StoreException {
        if (!ids.isEmpty()) {
            ports.store.remove(ids);
            ports.store.sync();
        }
    }

    private static Map<Letter, List<ChunkId>> letters(List<Effect> effects) {
        return effects.stream()
                .filter(effect -> effect instanceof Effect.Ask || effect instanceof Effect.End)
                .collect(
                        Collectors.groupingBy(
                                PledgeDesk::letter,
                                LinkedHashMap::new,
                                Collectors.mapping(PledgeDesk::chunk, Collectors.toList())));
    }

    private static Letter letter(Effect effect) {
        var pledge = pledge(effect);
        boolean isDropped = effect instanceof Effect.End(_, var dropped) && dropped;
        return new Letter(pledge.pledger(), pledge.round(), isDropped);
    }

    private static ChunkId chunk(Effect effect) {
        return pledge(effect).chunk();
    }

    private static Pledge pledge(Effect effect) {
        return switch (effect) {
            case Effect.Ask(var pledge) -> pledge;
            case Effect.End(var pledge, _) -> pledge;
            default -> throw new IllegalArgumentException(effect + " is told to nobody");
        };
    }
}
