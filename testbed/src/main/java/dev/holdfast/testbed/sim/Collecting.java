package dev.holdfast.testbed.sim;

import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.collecting.Archive;
import dev.holdfast.engine.collecting.Condemned;
import dev.holdfast.engine.collecting.Consent;
import dev.holdfast.engine.collecting.Discarding;
import dev.holdfast.engine.collecting.NeedsTalk;
import dev.holdfast.engine.collecting.Past.DoubtException;
import dev.holdfast.engine.collecting.Saying;
import dev.holdfast.engine.collecting.Strays;
import dev.holdfast.engine.collecting.Survey;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.repair.Pledges;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.core.wire.Message;
import dev.holdfast.engine.core.wire.NamesMessage.AskNeeded;
import dev.holdfast.engine.exchange.BatchWriter.NoEpochException;
import dev.holdfast.engine.exchange.Bodies;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.store.Pins;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.upkeep.PledgeDesk.Letter;
import dev.holdfast.engine.upkeep.Retiring;
import dev.holdfast.engine.wal.JournalException;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Gives back the room of what was deleted or replaced: the shell around [Saying], [Discarding] and
/// [Retiring], as collecting is in the product. What a keeper asks is answered at once, or not.
final class Collecting {

    /// How long what was replaced stays.
    static final Duration KEEP = Duration.ofMinutes(5);

    /// How long it must have been known that nobody needs a chunk.
    static final Duration AGE = Duration.ofMinutes(5);

    private static final Duration EVERY = Duration.ofMinutes(4);

    private final Life life;
    private final Archive archive;
    private final Condemned condemned = new Condemned();
    private final Retiring retiring;
    private final NeedsTalk needs;
    private boolean isRetiring;

    Collecting(Life life, Bodies bodies) {
        this.life = life;
        archive = new Archive(life.store(), life.ledger(), bodies, life::roster, life.id());
        retiring = new Retiring(life.lettingGo().desk());
        needs = new NeedsTalk(archive, reader(), life.machine().marks(), AGE, life::wallClock);
    }

    /// How a device judges that reads names; a keeper reads none.
    private Optional<Survey.Judge> reader() {
        Survey.Fetch nowhere =
                (id, _) -> {
                    throw new AssertionError("no file here has a list of chunks: " + id);
                };
        return life.isKeeper()
                ? Optional.empty()
                : Optional.of(new Survey.Judge(archive, Toy.LISTS, nowhere));
    }

    /// @param pins the chunks that must stay for now
    void start(Pins pins) throws StoreException {
        var strays = held();
        new Strays(archive, pins).remove(0);
        strays.removeAll(held());
        life.pool().promises().strayed(strays);
        life.later(life.pool().delay(EVERY), "looks what nobody needs", this::look);
    }

    private Set<ChunkId> held() {
        try (var ids = life.store().index().ids()) {
            return ids.collect(Collectors.toCollection(HashSet::new));
        }
    }

    /// These were offered: they stay, for this time.
    void revive(Collection<ChunkId> ids) {
        retiring.revive(ids);
    }

    /// Whether nobody needs a chunk, so that nobody is to have it from here.
    boolean isCondemned(ChunkId id, Collection<Stamp> stamps) {
        return condemned.contains(id, stamps);
    }

    private void look() {
        life.run(
                () -> {
                    collect(now());
                    life.later(EVERY, "looks what nobody needs", this::look);
                });
    }

    private Instant now() {
        var now = life.wallClock();
        return life.pool().mutant() == Mutant.ENDS_HISTORY_EARLY ? now.plus(KEEP) : now;
    }

    private void collect(Instant now) throws JournalException {
        var judge = reader().<Discarding.Judge>map(each -> each).orElseGet(this::consent);
        var ports = new Discarding.Ports(life.machine().marks(), this::retire);
        try {
            if (!life.isKeeper()) {
                var _ = new Saying(archive, life.names().writer(), EVERY).say(now, false, false);
            }
            var _ = new Discarding(archive, condemned, ports, AGE).discard(judge, now, false);
        } catch (DoubtException | NoEpochException e) {
            life.pool().timeline().note(life + " gives nothing back: " + e.getMessage());
        } catch (InterruptedException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private Discarding.Judge consent() {
        return new Consent(archive, DeviceId::toString, (device, what, _) -> ask(device, what));
    }

    private Message ask(DeviceId device, Message question)
            throws NetException, InterruptedException {
        var other = life.society().to(device).flatMap(session -> session.atOnce(life));
        if (other.isEmpty()) {
            throw new NetException(NetException.Kind.UNREACHABLE, device + " is away");
        }
        return other.get().collecting().needs.answer((AskNeeded) question);
    }

    /// Tells all others; when they have noted it the chunks go.
    private int retire(List<ChunkFacts> dead, Retiring.Late late) {
        var view = life.view();
        var others = view.others().keySet();
        if (!dead.isEmpty() && !isRetiring && others.stream().allMatch(view::isOnline)) {
            isRetiring = true;
            new Going(dead, late, others).tell();
        }
        return 0;
    }

    /// Chunks that go when all others have noted that these copies count no more.
    private final class Going {

        private final Retiring.Leave leave;
        private final Retiring.Late late;
        private final Set<DeviceId> awaited;
        private boolean isOver;

        Going(List<ChunkFacts> dead, Retiring.Late late, Set<DeviceId> others) {
            leave = retiring.begin(dead);
            this.late = late;
            awaited = new TreeSet<>(others);
        }

        void tell() {
            var round = life.pool().bits256();
            life.later(Pledges.PATIENCE, "waits no longer", this::end);
            if (life.pool().mutant() == Mutant.DELETES_UNHEARD) {
                awaited.clear();
            }
            List.copyOf(awaited).forEach(device -> tell(new Letter(device, round, true)));
            life.run(this::deleteIfNoted);
        }

        private void tell(Letter letter) {
            life.society()
                    .to(letter.device())
                    .ifPresent(
                            session ->
                                    session.send(
                                            life,
                                            "deletes, tells",
                                            other ->
                                                    other.run(() -> hear(session, other, letter))));
        }

        private void hear(Session session, Life other, Letter letter) throws JournalException {
            if (other.lettingGo().ended(life.id(), letter, leave.ids())) {
                session.send(other, "notes", _ -> life.run(() -> noted(letter.device())));
            }
        }

        private void noted(DeviceId device) throws JournalException {
            awaited.remove(device);
            deleteIfNoted();
        }

        private void deleteIfNoted() throws JournalException {
            if (awaited.isEmpty() && !isOver) {
                delete();
                end();
            }
        }

        private void delete() throws JournalException {
            var held = leave.ids().stream().filter(life.store().index()::contains).toList();
            try {
                var _ = leave.delete(late);
            } catch (SimDisk.PowerCut e) {
                life.pool().promises().strayed(held);
                throw e;
            } catch (InterruptedException e) {
                throw new AssertionError("nobody interrupts a run", e);
            }
            var gone = held.stream().filter(id -> !life.store().index().contains(id)).toList();
            if (!gone.isEmpty()) {
                life.pool().promises().deleted(life, gone);
            }
        }

        private void end() {
            if (!isOver) {
                isOver = true;
                isRetiring = false;
                leave.close();
            }
        }
    }
}
