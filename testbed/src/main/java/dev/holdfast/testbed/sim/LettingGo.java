package dev.holdfast.testbed.sim;

import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.repair.HeldChunk;
import dev.holdfast.engine.core.repair.Parting;
import dev.holdfast.engine.core.repair.Pledge;
import dev.holdfast.engine.core.repair.Pledges;
import dev.holdfast.engine.core.repair.Pledges.Event.MayGo;
import dev.holdfast.engine.core.repair.Repair.Effect.ReadPage;
import dev.holdfast.engine.store.Pins;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.upkeep.PledgeDesk;
import dev.holdfast.engine.upkeep.PledgeDesk.Letter;
import dev.holdfast.engine.wal.JournalException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Parts from copies that belong on others: the shell around [Parting] and [PledgeDesk], as
/// evictions are in the product.
final class LettingGo {

    private static final Duration TICK = Duration.ofSeconds(30);
    private static final int WALK_TICKS = 4;

    private final Life life;
    private final PledgeDesk desk;
    private boolean isStirred = true;
    private boolean isParting;
    private int ticks;

    LettingGo(Life life, Pins pins) throws StoreException, JournalException {
        this.life = life;
        var ports =
                new PledgeDesk.Ports(
                        life.store(), life.ledger(), pins, life.pool().timeline()::now);
        desk = new PledgeDesk(life.id(), d -> life.roster().isAdmitted(d), ports);
    }

    void start() {
        life.later(TICK, "ticks", this::tick);
    }

    PledgeDesk desk() {
        return desk;
    }

    /// Chunks came here, or the pool changed, so that some may have to go on.
    void stir() {
        isStirred = true;
    }

    void removed(Set<DeviceId> devices) throws JournalException {
        for (var device : devices) {
            desk.removed(device);
        }
    }

    void remind(DeviceId device) throws JournalException {
        tell(desk.untold(device));
    }

    private void tick() {
        life.run(
                () -> {
                    for (var device : life.society().connected().stream().sorted().toList()) {
                        remind(device);
                    }
                    new Leaving(life).look();
                    if (++ticks % WALK_TICKS == 0 && isStirred && !isParting) {
                        isStirred = false;
                        walk();
                    }
                    start();
                });
    }

    private void walk() throws StoreException {
        var view = life.view();
        var page = life.copying().beliefs().books().page(new ReadPage(0, Optional.empty()));
        if (life.pool().mutant() == Mutant.DROPS_WHAT_IT_OWNS) {
            dropOwned(page.chunks());
        }
        var partings = page.chunks().stream().flatMap(c -> Parting.of(c, view).stream()).toList();
        if (!partings.isEmpty()) {
            isParting = true;
            new Farewell(partings).give();
        }
    }

    private void dropOwned(List<HeldChunk> held) throws StoreException {
        var owned =
                held.stream()
                        .filter(c -> life.layout().owners(c.id(), c.factor()).contains(life.id()))
                        .map(HeldChunk::id)
                        .limit(1)
                        .toList();
        life.store().remove(owned);
        life.store().sync();
    }

    /// One round: gives chunks to their owners, asks for pledges, drops what enough have pledged.
    private final class Farewell {

        private final List<Parting> partings;
        private final Map<ChunkId, ChunkFacts> before = new TreeMap<>();
        private final Set<ChunkId> lacking = new TreeSet<>();
        private final Map<ChunkId, ChunkFacts> asked = new LinkedHashMap<>();
        private final Map<Pledge, Boolean> answers = new LinkedHashMap<>();
        private final Hash round = life.pool().bits256();
        private Map<ChunkId, Hash> proofs = Map.of();
        private int open;
        private boolean isConcluded;

        Farewell(List<Parting> partings) {
            this.partings = partings;
            var ids = partings.stream().map(parting -> parting.chunk().id()).toList();
            life.ledger().views().chunks().facts(ids).forEach(each -> before.put(each.id(), each));
        }

        void give() {
            var byOwner = new TreeMap<DeviceId, List<HeldChunk>>();
            for (var parting : partings) {
                for (var owner : parting.owners()) {
                    byOwner.computeIfAbsent(owner, _ -> new ArrayList<>()).add(parting.chunk());
                }
            }
            open = byOwner.size();
            byOwner.forEach(
                    (owner, chunks) ->
                            life.copying()
                                    .push(
                                            owner,
                                            chunks,
                                            outcome -> given(chunks, outcome.stored())));
        }

        private void given(List<HeldChunk> chunks, List<ChunkId> stored) {
            chunks.stream()
                    .map(HeldChunk::id)
                    .filter(id -> !stored.contains(id))
                    .forEach(lacking::add);
            if (--open == 0) {
                life.run(this::ask);
            }
        }

        private void ask() throws JournalException {
            var ready = partings.stream().filter(p -> !lacking.contains(p.chunk().id())).toList();
            ready.forEach(this::introduce);
            proofs = desk.proofs(round, ready.stream().map(p -> p.chunk().id()).toList());
            var wishes =
                    ready.stream()
                            .filter(parting -> proofs.containsKey(parting.chunk().id()))
                            .filter(parting -> before.containsKey(parting.chunk().id()))
                            .map(this::wish)
                            .toList();
            var questions = desk.ask(wishes);
            questions.values().forEach(ids -> ids.forEach(id -> asked.put(id, before(id))));
            open = questions.size();
            questions.forEach(this::ask);
            life.later(Pledges.PATIENCE, "waits no longer", () -> life.run(this::conclude));
            if (open == 0) {
                conclude();
            }
        }

        private ChunkFacts before(ChunkId id) {
            return Optional.ofNullable(before.get(id)).orElseThrow();
        }

        private MayGo wish(Parting parting) {
            return new MayGo(parting.chunk().id(), parting.pledges(), parting.asked(), round);
        }

        private void introduce(Parting parting) {
            for (var owner : parting.owners()) {
                var others = parting.owners().stream().filter(o -> !o.equals(owner)).toList();
                if (!others.isEmpty()) {
                    life.copying().tell(owner, List.of(parting.chunk().id()), others);
                }
            }
        }

        private void ask(Letter letter, List<ChunkId> ids) {
            if (life.pool().mutant() == Mutant.DROPS_UNASKED) {
                ids.forEach(id -> answers.put(pledge(letter.device(), id), true));
                open--;
                return;
            }
            life.society()
                    .to(letter.device())
                    .ifPresent(
                            session ->
                                    session.send(
                                            life,
                                            "asks pledges of",
                                            other ->
                                                    other.run(
                                                            () ->
                                                                    other.lettingGo()
                                                                            .asked(
                                                                                    session, this,
                                                                                    ids))));
        }

        private Pledge pledge(DeviceId pledger, ChunkId id) {
            return new Pledge(id, life.id(), pledger, round);
        }

        private void answered(DeviceId by, List<ChunkId> ids, Map<ChunkId, Hash> given) {
            for (var id : ids) {
                var proof = given.get(id);
                if (proof == null || proof.equals(proofs.get(id))) {
                    answers.put(pledge(by, id), proof != null);
                }
            }
            if (--open == 0) {
                life.run(this::conclude);
            }
        }

        private void conclude() throws JournalException {
            if (isConcluded) {
                return;
            }
            isConcluded = true;
            isParting = false;
            var ends = desk.conclude(asked, answers);
            var gone = new TreeMap<ChunkId, Integer>();
            ends.forEach(
                    (letter, ids) -> {
                        if (letter.isDropped()) {
                            ids.forEach(id -> gone.merge(id, 1, Integer::sum));
                        }
                    });
            partings.stream()
                    .filter(parting -> gone.containsKey(parting.chunk().id()))
                    .forEach(parting -> life.pool().promises().dropped(life, parting, round));
            isStirred |= gone.size() < partings.size();
            tell(ends);
        }
    }

    private void asked(Session session, Farewell farewell, List<ChunkId> ids)
            throws JournalException {
        var asker = session.peer(life);
        boolean _ = life.copying().left(asker, ids);
        var given = desk.asked(asker, farewell.round, ids);
        session.send(life, "answers", _ -> farewell.answered(life.id(), ids, given));
    }

    private void tell(Map<Letter, List<ChunkId>> ends) {
        ends.forEach(
                (letter, ids) ->
                        life.society()
                                .to(letter.device())
                                .ifPresent(session -> tell(session, letter, ids)));
    }

    private void tell(Session session, Letter letter, List<ChunkId> ids) {
        session.send(
                life,
                letter.isDropped() ? "has dropped, tells" : "keeps, tells",
                other ->
                        other.run(
                                () -> {
                                    if (other.lettingGo().ended(life.id(), letter, ids)) {
                                        session.send(
                                                other,
                                                "notes",
                                                _ -> life.run(() -> noted(letter, ids)));
                                    }
                                }));
    }

    /// The asker says how its asking ended; what is not durable here is told again.
    boolean ended(DeviceId asker, Letter letter, List<ChunkId> ids) throws JournalException {
        if (letter.isDropped() && !life.copying().left(asker, ids)) {
            return false;
        }
        desk.ended(asker, letter.round(), ids);
        return true;
    }

    private void noted(Letter letter, List<ChunkId> ids) throws JournalException {
        desk.noted(letter.device(), letter.round(), ids);
    }
}
