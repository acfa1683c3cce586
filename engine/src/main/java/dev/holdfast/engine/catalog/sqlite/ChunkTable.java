package dev.holdfast.engine.catalog.sqlite;

import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.catalog.ChunksView;
import dev.holdfast.engine.catalog.Whole;
import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.record.JournalRecord.ChunkState;
import dev.holdfast.engine.core.record.JournalRecord.Known;
import dev.holdfast.engine.core.repair.Stamp;

import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Chunks, who holds them and why, and the contents they were sealed from.
final class ChunkTable implements ChunksView {

    private static final String FACTS = "SELECT id, factor, held, holders, stamps FROM chunks ";
    private static final byte[] NONE = {};

    /// Bytes of one stamp: numbers of volume and writer, and the claim.
    private static final int STAMP_BYTES = 2 * Integer.BYTES + Long.BYTES;

    /// Chunks that one statement asks for, which takes much less than a statement each.
    private static final int ASKED_MAX = 64;

    private static final int ASKED_FEW = 8;

    /// A row as it lies in the table.
    private record Raw(int factor, boolean held, byte[] holders, byte[] stamps) {

        static final Raw EMPTY = new Raw(0, false, NONE, NONE);

        boolean isNothing() {
            return !held && holders.length == 0;
        }
    }

    private final Db db;
    private final Numbers numbers;
    private final Map<DeviceId, Integer> holders = new HashMap<>();

    ChunkTable(Db db, Numbers numbers) {
        this.db = db;
        this.numbers = numbers;
    }

    /// Forgets what may have been undone with its transaction.
    void forget() {
        holders.clear();
    }

    /// Forgets every row; the holders keep their numbers.
    void clear() {
        db.change("DELETE FROM contents");
        db.change("DELETE FROM chunks");
        db.change("UPDATE state SET held = 0");
    }

    void set(List<ChunkState> told) {
        for (var chunk : told) {
            var holding = new BitSet();
            chunk.holders().forEach(device -> holding.set(holder(device)));
            var stamps = ByteBuffer.allocate(chunk.stamps().size() * STAMP_BYTES);
            for (var stamp : chunk.stamps()) {
                stamps.putInt((int) numbers.volume(stamp.volume()));
                stamps.putInt((int) numbers.actor(stamp.actor())).putLong(stamp.claim());
            }
            var raw = new Raw(chunk.factor(), chunk.held(), holding.toByteArray(), stamps.array());
            change(List.of(chunk.id()), _ -> raw);
        }
    }

    <X extends Exception> void tell(Whole.Telling<X> telling) throws X {
        db.each(
                "SELECT mac, ref FROM contents ORDER BY mac",
                row -> telling.content(new Known(Hash.of(row.getBytes(1)), ref(row.getBytes(2)))));
        telling.finish();
        var devices = devices();
        db.each(FACTS + "ORDER BY id", row -> telling.chunk(facts(row, devices)));
        telling.finish();
    }

    void know(List<Known> contents) {
        for (var content : contents) {
            var ref = new CanonicalWriter();
            content.ref().write(ref);
            db.change(
                    "INSERT OR REPLACE INTO contents VALUES (?, ?)", content.mac(), ref.toBytes());
        }
    }

    void stamp(Stamp stamp, int factor, List<ChunkId> ids) {
        long volume = numbers.volume(stamp.volume());
        long actor = numbers.actor(stamp.actor());
        UnaryOperator<Raw> change =
                raw ->
                        new Raw(
                                Math.max(raw.factor, factor),
                                true,
                                raw.held ? raw.holders : NONE,
                                stamped(raw.stamps, (int) volume, (int) actor, stamp.claim()));
        change(addNew(ids, change.apply(Raw.EMPTY)), change);
    }

    /// Adds rows for chunks that have none, which most have not when they are stamped.
    ///
    /// @return the others
    private List<ChunkId> addNew(List<ChunkId> ids, Raw row) {
        var others = ids.stream().filter(id -> put("IGNORE", id, row) == 0).toList();
        db.change("UPDATE state SET held = held + ?", ids.size() - others.size());
        return others;
    }

    private int put(String otherwise, ChunkId id, Raw row) {
        return db.change(
                "INSERT OR " + otherwise + " INTO chunks VALUES (?, ?, ?, ?, ?)",
                id.hash(),
                row.factor,
                row.held ? 1 : 0,
                row.holders,
                row.stamps);
    }

    void drop(List<ChunkId> ids) {
        change(ids, raw -> new Raw(raw.factor, false, raw.holders, NONE));
    }

    void confirm(DeviceId holder, List<ChunkId> ids) {
        int no = holder(holder);
        change(ids, raw -> withHolder(raw, no, true));
    }

    void lose(DeviceId holder, List<ChunkId> ids) {
        int no = holder(holder);
        change(ids, raw -> withHolder(raw, no, false));
    }

    /// Takes the device's number away: bits under it mean nobody from now on.
    void loseAllOf(DeviceId holder) {
        db.change("UPDATE holders SET device = NULL WHERE device = ?", holder.hash());
        holders.remove(holder);
    }

    private int holder(DeviceId device) {
        return holders.computeIfAbsent(
                device,
                _ -> {
                    db.change("INSERT OR IGNORE INTO holders (device) VALUES (?)", device.hash());
                    return (int)
                            db.number("SELECT no FROM holders WHERE device = ?", device.hash());
                });
    }

    private void change(List<ChunkId> ids, UnaryOperator<Raw> change) {
        int held = 0;
        var lost = lost();
        for (var id : ids) {
            var before =
                    db.first(FACTS + "WHERE id = ?", row -> raw(row, lost), id.hash())
                            .orElse(Raw.EMPTY);
            var after = change.apply(before);
            held += (after.held ? 1 : 0) - (before.held ? 1 : 0);
            if (after.isNothing()) {
                db.change("DELETE FROM chunks WHERE id = ?", id.hash());
            } else {
                put("REPLACE", id, after);
            }
        }
        db.change("UPDATE state SET held = held + ?", held);
    }

    /// A row without those who lost what they held, and nothing when nobody is left.
    private static Raw raw(ResultSet row, BitSet lost) throws SQLException {
        var holding = row.getBytes(4);
        if (!lost.isEmpty()) {
            var bits = BitSet.valueOf(holding);
            bits.andNot(lost);
            holding = bits.toByteArray();
        }
        var raw = new Raw(row.getInt(2), row.getInt(3) != 0, holding, row.getBytes(5));
        return raw.isNothing() ? Raw.EMPTY : raw;
    }

    private BitSet lost() {
        var lost = new BitSet();
        db.all(
                "SELECT no FROM holders WHERE device IS NULL",
                row -> {
                    lost.set(row.getInt(1));
                    return lost;
                });
        return lost;
    }

    private static Raw withHolder(Raw raw, int no, boolean holds) {
        var bits = BitSet.valueOf(raw.holders);
        bits.set(no, holds);
        return new Raw(raw.factor, raw.held, bits.toByteArray(), raw.stamps);
    }

    /// Of one writer in one volume the first and the latest claim are kept: what the latest was the
    /// only one to want is told by that.
    private static byte[] stamped(byte[] stamps, int volume, int actor, long claim) {
        var all = ByteBuffer.wrap(Arrays.copyOf(stamps, stamps.length + STAMP_BYTES));
        long first = claim;
        long latest = claim;
        int end = 0;
        for (int at = 0; at < stamps.length; at += STAMP_BYTES) {
            long other = all.getLong(at + 2 * Integer.BYTES);
            if (all.getInt(at) == volume && all.getInt(at + Integer.BYTES) == actor) {
                first = Math.min(first, other);
                latest = Math.max(latest, other);
            } else {
                all.put(end, stamps, at, STAMP_BYTES);
                end += STAMP_BYTES;
            }
        }
        var more = ByteBuffer.allocate(end + 2 * STAMP_BYTES).put(0, all, 0, end).position(end);
        more.putInt(volume).putInt(actor).putLong(latest);
        if (first < latest) {
            more.putInt(volume).putInt(actor).putLong(first);
        }
        return Arrays.copyOf(more.array(), more.position());
    }

    @Override
    public Optional<ChunkRef> known(Hash mac) {
        return db.first("SELECT ref FROM contents WHERE mac = ?", row -> ref(row.getBytes(1)), mac);
    }

    private static ChunkRef ref(byte[] bytes) {
        try {
            return ChunkRef.read(new CanonicalReader(bytes));
        } catch (MalformedException e) {
            throw SqliteCatalog.damaged(e);
        }
    }

    @Override
    public List<ChunkFacts> facts(Collection<ChunkId> ids) {
        var devices = devices();
        var found = new HashMap<ChunkId, ChunkFacts>();
        var all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += ASKED_MAX) {
            var these = all.subList(from, Math.min(all.size(), from + ASKED_MAX));
            db.all(
                            FACTS + "WHERE id IN (" + "?, ".repeat(asked(these) - 1) + "?)",
                            row -> facts(row, devices),
                            hashes(these, asked(these)))
                    .forEach(facts -> found.put(facts.id(), facts));
        }
        return all.stream().flatMap(id -> Optional.ofNullable(found.get(id)).stream()).toList();
    }

    /// How many are asked for in a statement for so many: one of few numbers.
    private static int asked(List<ChunkId> ids) {
        return ids.size() == 1 ? 1 : ids.size() <= ASKED_FEW ? ASKED_FEW : ASKED_MAX;
    }

    /// The last of them stands for all that lack.
    private static Object[] hashes(List<ChunkId> ids, int count) {
        var hashes = new Object[count];
        Arrays.setAll(hashes, i -> ids.get(Math.min(i, ids.size() - 1)).hash());
        return hashes;
    }

    @Override
    public List<ChunkFacts> page(Optional<ChunkId> after, ChunkId last, int limit) {
        var devices = devices();
        return db.all(
                FACTS + "WHERE id > ? AND id <= ? ORDER BY id LIMIT ?",
                row -> facts(row, devices),
                after.map(id -> id.hash().toBytes()).orElse(NONE),
                last.hash(),
                Math.min(limit, PAGE_MAX));
    }

    @Override
    public long held() {
        return db.number("SELECT held FROM state");
    }

    private Map<Integer, DeviceId> devices() {
        var devices = new HashMap<Integer, DeviceId>();
        db.all(
                "SELECT no, device FROM holders WHERE device IS NOT NULL",
                row -> devices.put(row.getInt(1), new DeviceId(Hash.of(row.getBytes(2)))));
        return devices;
    }

    private ChunkFacts facts(ResultSet row, Map<Integer, DeviceId> devices) throws SQLException {
        var holding = new HashSet<DeviceId>();
        BitSet.valueOf(row.getBytes(4)).stream()
                .mapToObj(no -> Optional.ofNullable(devices.get(no)))
                .forEach(device -> device.ifPresent(holding::add));
        var stamps = ByteBuffer.wrap(row.getBytes(5));
        var claims = new Stamp[stamps.remaining() / STAMP_BYTES];
        for (int i = 0; i < claims.length; i++) {
            var volume = numbers.volume(stamps.getInt());
            claims[i] = new Stamp(volume, numbers.actor(stamps.getInt()), stamps.getLong());
        }
        var id = new ChunkId(Hash.of(row.getBytes(1)));
        return new ChunkFacts(id, row.getInt(2), row.getInt(3) != 0, holding, List.of(claims));
    }
}
