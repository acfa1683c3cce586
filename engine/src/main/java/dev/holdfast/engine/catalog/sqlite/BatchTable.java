package dev.holdfast.engine.catalog.sqlite;

import dev.holdfast.engine.catalog.BatchesView;
import dev.holdfast.engine.catalog.Naming.State;
import dev.holdfast.engine.catalog.Whole;
import dev.holdfast.engine.core.batch.Batch;
import dev.holdfast.engine.core.batch.BatchChain;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.record.JournalRecord.BatchAccepted;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Batches, how far each chain goes, and who else has it.
final class BatchTable implements BatchesView {

    private static final String BY_DOT = "WHERE volume = ? AND actor = ? AND n = ?";

    /// The numbers of a writer in a volume.
    private record Chain(long volume, long actor) {}

    private final Db db;
    private final Numbers numbers;

    BatchTable(Db db, Numbers numbers) {
        this.db = db;
        this.numbers = numbers;
    }

    BatchChain chain(VolumeId volume, Actor actor) {
        return db.first(
                        "SELECT n, last, cut FROM chains WHERE volume = ? AND actor = ?",
                        row -> chain(row, 1),
                        numbers.volume(volume),
                        numbers.actor(actor))
                .orElse(BatchChain.EMPTY);
    }

    void put(VolumeId volume, Actor actor, BatchChain chain) {
        db.change(
                "INSERT OR REPLACE INTO chains VALUES (?, ?, ?, ?, ?)",
                numbers.volume(volume),
                numbers.actor(actor),
                chain.n(),
                chain.last(),
                chain.cut());
    }

    void insert(long lsn, Batch batch) {
        var header = batch.header();
        db.change(
                "INSERT INTO batches VALUES (?, ?, ?, ?, ?, ?, ?)",
                lsn,
                numbers.volume(header.volume()),
                numbers.actor(header.dot().actor()),
                header.dot().n(),
                State.WAITING.number(),
                header.sealing().epoch(),
                batch.bytes());
    }

    Optional<State> state(VolumeId volume, Dot dot) {
        return find(volume, dot.actor())
                .flatMap(
                        chain ->
                                db.first(
                                        "SELECT state FROM batches " + BY_DOT,
                                        row -> State.of(row.getInt(1)),
                                        chain.volume,
                                        chain.actor,
                                        dot.n()));
    }

    void mark(VolumeId volume, Dot dot, State state) {
        db.change(
                "UPDATE batches SET state = ? " + BY_DOT,
                state.number(),
                numbers.volume(volume),
                numbers.actor(dot.actor()),
                dot.n());
    }

    Set<Hash> waitingEpochs() {
        return new HashSet<>(
                db.all(
                        "SELECT DISTINCT epoch FROM batches WHERE state = 0",
                        row -> Hash.of(row.getBytes(1))));
    }

    Optional<Batch> waiting(Hash epoch) {
        return db.first(
                "SELECT bytes FROM batches WHERE state = 0 AND epoch = ? ORDER BY lsn",
                row -> batch(row.getBytes(1)),
                epoch);
    }

    /// The next applied batch of a volume after one place in the journal.
    Optional<Held> applied(long volume, long lsn) {
        return db.first(
                """
                SELECT lsn, bytes FROM batches
                WHERE lsn > ? AND volume = ? AND state = 2 ORDER BY lsn LIMIT 1\
                """,
                BatchTable::held,
                lsn,
                volume);
    }

    void confirm(DeviceId holder, VolumeId volume, Dot upTo) {
        db.change(
                """
                INSERT INTO confirmed VALUES (?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET n = max(n, excluded.n)\
                """,
                numbers.volume(volume),
                numbers.actor(upTo.actor()),
                holder.hash(),
                upTo.n());
    }

    void loseAllOf(DeviceId holder) {
        db.change("DELETE FROM confirmed WHERE device = ?", holder.hash());
    }

    void clear() {
        for (var table : List.of("batches", "chains", "confirmed")) {
            db.change("DELETE FROM " + table);
        }
    }

    <X extends Exception> void tell(Whole.Telling<X> telling) throws X {
        db.each(
                "SELECT lsn, bytes FROM batches ORDER BY lsn",
                row -> telling.tell(row.getLong(1), new BatchAccepted(row.getBytes(2))));
        for (var volume : new TreeMap<>(chains()).entrySet()) {
            for (var chain : volume.getValue().entrySet()) {
                telling.chain(volume.getKey(), chain.getKey(), chain.getValue());
            }
        }
    }

    <X extends Exception> void tellConfirmed(Whole.Telling<X> telling) throws X {
        db.each(
                """
                SELECT c.device, c.n, c.volume, c.actor FROM confirmed c
                JOIN volumes v ON v.no = c.volume JOIN actors a ON a.no = c.actor
                ORDER BY v.id, a.device, a.incarnation, c.device\
                """,
                row -> {
                    var upTo = new Dot(numbers.actor(row.getLong(4)), row.getLong(2));
                    var holder = new DeviceId(Hash.of(row.getBytes(1)));
                    telling.confirmed(holder, numbers.volume(row.getLong(3)), upTo);
                });
    }

    @Override
    public Map<VolumeId, Map<Actor, BatchChain>> chains() {
        var all =
                db.all(
                        "SELECT volume, actor, n, last, cut FROM chains",
                        row -> Map.entry(new Chain(row.getLong(1), row.getLong(2)), chain(row, 3)));
        var chains = new HashMap<VolumeId, Map<Actor, BatchChain>>();
        for (var one : all) {
            chains.computeIfAbsent(numbers.volume(one.getKey().volume), _ -> new TreeMap<>())
                    .put(numbers.actor(one.getKey().actor), one.getValue());
        }
        return chains;
    }

    @Override
    public Optional<Held> batch(VolumeId volume, Dot dot) {
        return find(volume, dot.actor())
                .flatMap(
                        chain ->
                                db.first(
                                        "SELECT lsn, bytes FROM batches " + BY_DOT,
                                        BatchTable::held,
                                        chain.volume,
                                        chain.actor,
                                        dot.n()));
    }

    @Override
    public List<Held> after(long lsn, int limit) {
        return db.all(
                "SELECT lsn, bytes FROM batches WHERE lsn > ? ORDER BY lsn LIMIT ?",
                BatchTable::held,
                lsn,
                Math.min(limit, PAGE_MAX));
    }

    @Override
    public Set<DeviceId> holders(VolumeId volume, Dot dot) {
        var chain = find(volume, dot.actor());
        if (chain.isEmpty()) {
            return Set.of();
        }
        return Set.copyOf(
                db.all(
                        "SELECT device FROM confirmed WHERE volume = ? AND actor = ? AND n >= ?",
                        row -> new DeviceId(Hash.of(row.getBytes(1))),
                        chain.get().volume,
                        chain.get().actor,
                        dot.n()));
    }

    @Override
    public VersionVector applied(VolumeId volume) {
        var applied = new TreeMap<Actor, Long>();
        chains().getOrDefault(volume, Map.of())
                .forEach(
                        (actor, chain) -> {
                            long n = applied(volume, actor, Math.min(chain.n(), chain.cut() - 1));
                            if (n > 0) {
                                applied.put(actor, n);
                            }
                        });
        return new VersionVector(applied);
    }

    /// Few batches wait or are broken, so the indexes of those are read and not the whole chain.
    private long applied(VolumeId volume, Actor actor, long end) {
        var chain = find(volume, actor).orElseThrow();
        long n = end;
        for (var unread :
                List.of("batches_waiting WHERE state = 0", "batches_broken WHERE state = 3")) {
            long first =
                    db.number(
                            "SELECT coalesce(min(n), 0) FROM batches INDEXED BY "
                                    + unread
                                    + " AND volume = ? AND actor = ?",
                            chain.volume,
                            chain.actor);
            n = first > 0 ? Math.min(n, first - 1) : n;
        }
        while (n > 0 && state(volume, new Dot(actor, n)).orElseThrow() == State.PENDING) {
            n--;
        }
        return n;
    }

    private Optional<Chain> find(VolumeId volume, Actor actor) {
        var volumeNo = numbers.findVolume(volume);
        var actorNo = numbers.findActor(actor);
        return volumeNo.isPresent() && actorNo.isPresent()
                ? Optional.of(new Chain(volumeNo.get(), actorNo.get()))
                : Optional.empty();
    }

    private static BatchChain chain(ResultSet row, int from) throws SQLException {
        return new BatchChain(
                row.getLong(from), Hash.of(row.getBytes(from + 1)), row.getLong(from + 2));
    }

    private static Held held(ResultSet row) throws SQLException {
        return new Held(row.getLong(1), batch(row.getBytes(2)));
    }

    private static Batch batch(byte[] bytes) {
        try {
            return Batch.read(bytes);
        } catch (MalformedException e) {
            throw SqliteCatalog.damaged(e);
        }
    }
}
