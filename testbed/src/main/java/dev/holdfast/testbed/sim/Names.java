package dev.holdfast.testbed.sim;

import dev.holdfast.engine.core.batch.Chain;
import dev.holdfast.engine.core.batch.Errands;
import dev.holdfast.engine.core.batch.Errands.Errand;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Statement.LastBatch;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.core.wire.NamesMessage.ChainHead;
import dev.holdfast.engine.exchange.BatchInbox;
import dev.holdfast.engine.exchange.BatchWriter;
import dev.holdfast.engine.exchange.Chains;
import dev.holdfast.engine.wal.JournalException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Keeps a device and its peers at the same batches: the shell around [Errands], [Chains] and
/// [BatchInbox], as the exchange is in the product.
final class Names {

    private static final Duration ANSWER_MAX = Duration.ofSeconds(30);
    private static final int PAGE_BATCHES = 64;

    private final Life life;
    private final Chains chains;
    private final BatchInbox inbox;
    private final BatchWriter writer;
    private final Map<DeviceId, Loop> loops = new TreeMap<>();

    Names(Life life, BatchWriter.Pen pen) {
        this.life = life;
        chains = new Chains(life.ledger());
        inbox = new BatchInbox(chains, Toy.SIGNATURES, life::roster);
        writer = new BatchWriter(life.ledger(), chains, pen, life::wallClock, this::changed);
    }

    BatchWriter writer() {
        return writer;
    }

    Chains chains() {
        return chains;
    }

    void met(Session session) {
        var loop = new Loop(session);
        loops.put(session.peer(life), loop);
        loop.turn();
    }

    void parted(DeviceId peer, Session session) {
        if (loops.containsKey(peer) && loops.get(peer).session == session) {
            loops.remove(peer);
        }
    }

    /// Batches of a device that was put out may count no more, and those of one just heard of may.
    void judgeAgain() throws JournalException {
        inbox.judgeAgain();
        loops().forEach(loop -> loop.errands.compareAgain());
        loops().forEach(Loop::turn);
    }

    private List<Loop> loops() {
        return List.copyOf(loops.values());
    }

    /// A chain has become longer here: whoever may not have it is told.
    private void changed(Chain chain) {
        boolean isMine = isMine(chain);
        loops().forEach(loop -> loop.errands.changed(chain, isMine));
        loops().forEach(Loop::turn);
    }

    private boolean isMine(Chain chain) {
        return life.ledger().views().self().actor().filter(chain.actor()::equals).isPresent();
    }

    private List<ChainHead> heads() throws JournalException {
        var heads = new ArrayList<ChainHead>();
        for (var entry : chains.durable().entrySet()) {
            var end = entry.getValue();
            if (end.n() > 0) {
                var chain = entry.getKey();
                heads.add(new ChainHead(chain.volume(), chain.actor(), end.n(), end.last()));
            }
        }
        heads.sort(Comparator.comparing(ChainHead::volume).thenComparing(ChainHead::actor));
        return heads;
    }

    private void hear(DeviceId peer, List<ChainHead> heads) throws JournalException {
        for (var head : heads) {
            var chain = new Chain(head.volume(), head.actor());
            boolean differs = chains.differs(chain, head.n(), head.hash());
            if (isMine(chain) && (differs || head.n() > chains.end(chain).n())) {
                life.drawIncarnation();
            }
            var loop = loops.get(peer);
            if (differs && loop != null) {
                loop.errands.theyDiffer(chain, head.n());
            } else if (!differs) {
                hear(peer, chain, head.n());
            }
        }
    }

    private void hear(DeviceId peer, Chain chain, long n) throws JournalException {
        long mine = chains.end(chain).n();
        var loop = loops.get(peer);
        if (loop != null) {
            loop.errands.theyHave(chain, n, mine);
            loop.turn();
        }
        confirm(peer, chain, Math.min(mine, n));
    }

    private void confirm(DeviceId peer, Chain chain, long n) throws JournalException {
        var dot = new Dot(chain.actor(), Math.max(1, n));
        if (n > 0 && !life.ledger().views().batches().holders(chain.volume(), dot).contains(peer)) {
            life.ledger().commit(new JournalRecord.BatchesConfirmed(peer, chain.volume(), dot));
            life.waits().named(peer, chain.volume(), dot);
            life.person().counted();
        }
    }

    /// A chain has become longer here by what `source` had.
    private void heldFurther(Chain chain, DeviceId source) throws JournalException {
        long mine = chains.durable(chain);
        for (var loop : loops()) {
            if (!loop.peer().equals(source)) {
                loop.errands.changed(chain, false);
            }
            confirm(loop.peer(), chain, Math.min(mine, loop.errands.theyHave(chain)));
            loop.turn();
        }
    }

    private List<byte[]> page(Chain chain, long after) {
        var page = new ArrayList<byte[]>();
        long end = Math.min(chains.end(chain).n(), after + PAGE_BATCHES);
        for (long n = after + 1; n <= end; n++) {
            var held = life.ledger().views().batches();
            held.batch(chain.volume(), new Dot(chain.actor(), n))
                    .ifPresent(found -> page.add(found.batch().bytes()));
        }
        return page;
    }

    private long accept(Chain chain, List<byte[]> batches) throws JournalException {
        try {
            return inbox.accept(chain, batches);
        } catch (MalformedException e) {
            throw new AssertionError("nobody here sends what its writer did not sign", e);
        }
    }

    /// The last batches of a device that are held here: what a revocation of it names.
    List<LastBatch> lastOf(DeviceId device) {
        return chains.all().entrySet().stream()
                .filter(e -> e.getKey().actor().device().equals(device) && e.getValue().n() > 0)
                .map(
                        e ->
                                new LastBatch(
                                        e.getKey().volume().hash(),
                                        e.getKey().actor().incarnation(),
                                        e.getValue().n(),
                                        e.getValue().last()))
                .toList();
    }

    /// What is to be done with one peer, one thing after another.
    private final class Loop {

        private final Session session;
        private final Errands errands = new Errands();
        private long running;
        private boolean isBusy;

        Loop(Session session) {
            this.session = session;
        }

        DeviceId peer() {
            return session.peer(life);
        }

        void turn() {
            if (isBusy || !session.isOpen()) {
                return;
            }
            var next = errands.next();
            if (next.isPresent()) {
                isBusy = true;
                long mine = ++running;
                life.later(
                        ANSWER_MAX,
                        "waits no longer",
                        () -> {
                            if (isBusy && running == mine) {
                                session.breaks();
                            }
                        });
                run(next.get());
            }
        }

        private void done() {
            isBusy = false;
            turn();
        }

        private void run(Errand errand) {
            life.run(
                    () -> {
                        switch (errand) {
                            case Errand.Compare() -> compare();
                            case Errand.Pull(var chain) -> pull(chain, chains.end(chain).n());
                            case Errand.Prove(var chain, var n) -> pull(chain, n - 1);
                            case Errand.Push(var chain) ->
                                    push(chain, errands.theyHave(chain), false);
                            case Errand.Tell(var chain) -> {
                                tell(chain);
                                done();
                            }
                        }
                    });
        }

        private void compare() throws JournalException {
            var mine = heads();
            session.send(
                    life,
                    "compares names with",
                    other ->
                            other.run(
                                    () -> {
                                        var theirs = other.names().heads();
                                        session.send(
                                                other,
                                                "answers",
                                                _ ->
                                                        life.run(
                                                                () -> {
                                                                    hear(peer(), theirs);
                                                                    done();
                                                                }));
                                        other.names().hear(life.id(), mine);
                                    }));
        }

        private void pull(Chain chain, long after) {
            session.send(
                    life,
                    "pulls names of",
                    other -> {
                        var page = other.names().page(chain, after);
                        session.send(
                                other, "gives names to", _ -> life.run(() -> pulled(chain, page)));
                    });
        }

        private void pulled(Chain chain, List<byte[]> page) throws JournalException {
            long before = chains.end(chain).n();
            long n = accept(chain, page);
            if (n > before) {
                heldFurther(chain, peer());
                tell(chain);
            }
            if (n > before && page.size() == PAGE_BATCHES) {
                pull(chain, n);
            } else {
                done();
            }
        }

        private void tell(Chain chain) throws JournalException {
            long n = chains.durable(chain);
            session.send(
                    life,
                    "holds names like",
                    other -> other.run(() -> other.names().hear(life.id(), chain, n)));
        }

        /// @param again whether the peer has lost some since it told, so that it begins where it is
        private void push(Chain chain, long after, boolean again) {
            if (after >= chains.end(chain).n()) {
                done();
                return;
            }
            var page = page(chain, after);
            session.send(
                    life,
                    "pushes names to",
                    other -> {
                        var given = new Given(chain, after, page, again);
                        other.run(() -> other.names().pushed(session, life, given));
                    });
        }

        private void stored(Given given, long n) throws JournalException {
            if (n < given.after && !given.again) {
                push(given.chain, n, true);
                return;
            }
            hear(peer(), given.chain, n);
            if (n == given.upTo() && given.page.size() == PAGE_BATCHES) {
                push(given.chain, n, given.again);
            } else {
                done();
            }
        }
    }

    /// Batches of one chain that are given unasked, from behind one on.
    private record Given(Chain chain, long after, List<byte[]> page, boolean again) {

        long upTo() {
            return after + page.size();
        }
    }

    private void pushed(Session session, Life from, Given given) throws JournalException {
        long n = accept(given.chain, given.page);
        session.send(
                life,
                "has stored names of",
                _ -> from.run(() -> from.names().stored(session, given, n)));
        hear(from.id(), given.chain, given.upTo());
        heldFurther(given.chain, from.id());
    }

    private void stored(Session session, Given given, long n) throws JournalException {
        var loop = loops.get(session.peer(life));
        if (loop != null && loop.session == session) {
            loop.stored(given, n);
        }
    }
}
