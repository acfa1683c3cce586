package dev.holdfast.testbed.sim;

import dev.holdfast.engine.admission.Rulings;
import dev.holdfast.engine.catalog.memory.MemoryCatalog;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.membership.Statement;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.placement.Layout;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.core.record.JournalRecord.ClaimClosed;
import dev.holdfast.engine.core.record.JournalRecord.IncarnationDrawn;
import dev.holdfast.engine.core.record.JournalRecord.StatementAccepted;
import dev.holdfast.engine.core.repair.Demand;
import dev.holdfast.engine.core.repair.PoolView;
import dev.holdfast.engine.crypto.KeyRing;
import dev.holdfast.engine.exchange.BatchWriter;
import dev.holdfast.engine.exchange.Bodies;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.store.ChunkStore;
import dev.holdfast.engine.store.Pins;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.upkeep.Books;
import dev.holdfast.engine.upkeep.CopyWaits;
import dev.holdfast.engine.wal.JournalException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One run of the program on a machine, from what its disk holds until it ends.
final class Life {

    private final Machine machine;
    private final Pool pool;
    private final ChunkStore store;
    private final Ledger ledger;
    private final CopyWaits waits = new CopyWaits();
    private final Pins pins = new Pins();
    private final Society society;
    private final Names names;
    private final Copying copying;
    private final LettingGo lettingGo;
    private final Collecting collecting;
    private final Directions directions;
    private final Person person;
    private Roster roster;
    private KeyRing ring;
    private Layout layout;
    private boolean isAlive = true;
    private boolean isStarted;
    private int depth;

    /// Something that happens in this life, and that its disk may end.
    interface Turn {
        void run() throws JournalException, StoreException;
    }

    /// A disk failed deep inside.
    private static final class Trouble extends RuntimeException {
        private static final long serialVersionUID = 1;

        Trouble(Exception why) {
            super(why);
        }
    }

    Life(Machine machine) throws JournalException, StoreException {
        this.machine = machine;
        pool = machine.pool();
        store = machine.disk().chunks();
        var journal = machine.disk().journal();
        var bodies = new Bodies(Toy.SEALER, this::ring);
        var catalog = new MemoryCatalog(bodies);
        roster = fold(Ledger.statements(journal, catalog));
        ring = KeyRing.of(roster, machine.tools());
        layout = pool.layouts().of(roster);
        ledger = Ledger.open(journal, catalog);
        society = new Society(this);
        var pen = new BatchWriter.Pen(machine.keys(), Toy.SEALER, this::ring, this::roster);
        names = new Names(this, pen);
        copying = new Copying(this, new Books(store, ledger, () -> Demand.UNKNOWN));
        lettingGo = new LettingGo(this, pins);
        collecting = new Collecting(this, bodies);
        directions = new Directions(this);
        person = new Person(this, pins);
    }

    private Roster fold(List<byte[]> statements) {
        try {
            var parsed = new ArrayList<SignedStatement>();
            for (var bytes : statements) {
                parsed.add(SignedStatement.parse(bytes));
            }
            return Roster.fold(pool.id(), parsed, Toy.SIGNATURES::verify);
        } catch (MalformedException e) {
            throw new AssertionError(machine + " has lost its roster", e);
        }
    }

    void start() throws JournalException, StoreException {
        isStarted = true;
        pool.promises().putOut(roster);
        closeClaims();
        names.judgeAgain();
        society.start();
        copying.start();
        lettingGo.start();
        collecting.start(pins);
        directions.start();
    }

    /// Puts of earlier lives never go on.
    private void closeClaims() throws JournalException {
        var open = ledger.views().self().openClaims();
        if (!open.isEmpty()) {
            ledger.commit(open.stream().<JournalRecord>map(ClaimClosed::new).toList());
        }
    }

    /// Whether it is given no secret.
    boolean isKeeper() {
        return roster.device(id()).filter(device -> !device.role().holdsSecrets()).isPresent();
    }

    /// Does something unless this life is over. A disk that fails, or loses power, ends it.
    void run(Turn turn) {
        if (!isAlive) {
            return;
        }
        try {
            depth++;
            turn.run();
        } catch (SimDisk.PowerCut e) {
            outermost(e).ifPresent(_ -> machine.losesPower());
        } catch (Trouble e) {
            outermost(e).ifPresent(machine::fails);
        } catch (JournalException | StoreException e) {
            outermost(new Trouble(e)).ifPresent(_ -> machine.fails(e));
        } finally {
            depth--;
        }
    }

    /// What ends a turn inside another ends that too.
    private <E extends RuntimeException> Optional<E> outermost(E why) {
        if (depth > 1) {
            throw why;
        }
        return Optional.of(why);
    }

    /// Does the deed unless this life ends before.
    void later(Duration delay, String what, Runnable deed) {
        pool.timeline().in(delay, this + " " + what, () -> run(deed::run));
    }

    void die() {
        isAlive = false;
        society.die();
    }

    boolean isAlive() {
        return isAlive;
    }

    /// Takes statements in: durable first, then counted. Returns those that are new here.
    List<SignedStatement> take(List<SignedStatement> statements) {
        var before = roster;
        var now = before.with(statements, Toy.SIGNATURES::verify);
        var all = now.statements();
        var accepted = List.copyOf(all.subList(before.statements().size(), all.size()));
        if (!accepted.isEmpty()) {
            run(() -> become(now, accepted));
        }
        return accepted;
    }

    private void become(Roster now, List<SignedStatement> accepted) throws JournalException {
        ledger.commit(accepted.stream().map(s -> new StatementAccepted(s.toBytes())).toList());
        pool.promises().putOut(now);
        var removed = view().members();
        roster = now;
        ring = KeyRing.of(now, machine.tools());
        layout = pool.layouts().of(now);
        society.revise();
        removed.removeAll(view().members());
        lettingGo.removed(removed);
        poolChanged();
        names.judgeAgain();
        state(new Rulings(machine.tools()).mending(roster, society.connected()));
    }

    /// Signs and takes in what this device states, one after another, and tells the others.
    void state(List<Statement> statements) {
        for (var statement : statements) {
            var heading = roster.heading(Optional.of(id()));
            var signed = SignedStatement.sign(heading, statement, machine.keys()::sign);
            society.tell(take(List.of(signed)), Optional.empty());
        }
    }

    void met(Session session) {
        run(
                () -> {
                    names.met(session);
                    directions.met(session);
                    poolChanged();
                    lettingGo.remind(session.peer(this));
                    state(new Rulings(machine.tools()).mending(roster, society.connected()));
                });
    }

    void parted(DeviceId peer, Session session) {
        names.parted(peer, session);
        poolChanged();
    }

    /// Who is there, or who belongs, is not what it was.
    void poolChanged() {
        if (isStarted) {
            copying.poolChanged();
            lettingGo.stir();
            directions.stir();
        }
    }

    /// Others know more of this device's writing than it does itself.
    void drawIncarnation() throws JournalException {
        pool.tell(machine, "writes under another name from now on");
        pool.promises().history().isAnew();
        ledger.commit(new IncarnationDrawn(new Actor(id(), pool.bits256().w0())));
    }

    PoolView view() {
        return society.view(roster, layout);
    }

    /// The machine's own idea of the time, which may be wrong.
    Instant wallClock() {
        return Instant.ofEpochMilli(machine.wallMillis());
    }

    Machine machine() {
        return machine;
    }

    Pool pool() {
        return pool;
    }

    DeviceId id() {
        return machine.id();
    }

    ChunkStore store() {
        return store;
    }

    Ledger ledger() {
        return ledger;
    }

    CopyWaits waits() {
        return waits;
    }

    Roster roster() {
        return roster;
    }

    KeyRing ring() {
        return ring;
    }

    Layout layout() {
        return layout;
    }

    Society society() {
        return society;
    }

    Names names() {
        return names;
    }

    Copying copying() {
        return copying;
    }

    LettingGo lettingGo() {
        return lettingGo;
    }

    Collecting collecting() {
        return collecting;
    }

    Directions directions() {
        return directions;
    }

    Person person() {
        return person;
    }

    @Override
    public String toString() {
        return machine.toString();
    }
}
