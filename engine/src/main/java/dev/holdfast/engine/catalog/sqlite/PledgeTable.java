package dev.holdfast.engine.catalog.sqlite;

import dev.holdfast.engine.catalog.PledgesView;
import dev.holdfast.engine.catalog.Whole;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.record.JournalRecord.PledgeMoved;
import dev.holdfast.engine.core.repair.Pledge;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Pledges that were not released.
final class PledgeTable implements PledgesView {

    private static final String ALL = "SELECT chunk, asker, pledger, round, state FROM pledges ";

    private final Db db;

    PledgeTable(Db db) {
        this.db = db;
    }

    void move(PledgeMoved moved) {
        for (var id : moved.ids()) {
            if (moved.state() == Pledge.State.RELEASED) {
                db.change(
                        """
                        DELETE FROM pledges
                        WHERE chunk = ? AND asker = ? AND pledger = ? AND round = ?\
                        """,
                        id.hash(),
                        moved.asker().hash(),
                        moved.pledger().hash(),
                        moved.round());
            } else {
                db.change(
                        "INSERT OR REPLACE INTO pledges VALUES (?, ?, ?, ?, ?)",
                        id.hash(),
                        moved.asker().hash(),
                        moved.pledger().hash(),
                        moved.round(),
                        moved.state().name());
            }
        }
    }

    void loseAllOf(DeviceId device) {
        db.change(
                "DELETE FROM pledges WHERE asker = ? OR pledger = ?", device.hash(), device.hash());
    }

    void clear() {
        db.change("DELETE FROM pledges");
    }

    <X extends Exception> void tell(Whole.Telling<X> telling) throws X {
        db.each(
                ALL + "ORDER BY chunk, asker, pledger, round",
                row -> telling.pledge(standing(row)));
        telling.finish();
    }

    @Override
    public List<Standing> of(ChunkId chunk) {
        return db.all(ALL + "WHERE chunk = ?", PledgeTable::standing, chunk.hash());
    }

    @Override
    public List<Standing> with(DeviceId other, Optional<ChunkId> after, int limit) {
        return db.all(
                ALL + "WHERE chunk > ? AND (asker = ? OR pledger = ?) ORDER BY chunk LIMIT ?",
                PledgeTable::standing,
                after.map(id -> id.hash().toBytes()).orElse(new byte[0]),
                other.hash(),
                other.hash(),
                Math.min(limit, PAGE_MAX));
    }

    private static Standing standing(ResultSet row) throws SQLException {
        var pledge =
                new Pledge(
                        new ChunkId(Hash.of(row.getBytes(1))),
                        new DeviceId(Hash.of(row.getBytes(2))),
                        new DeviceId(Hash.of(row.getBytes(3))),
                        Hash.of(row.getBytes(4)));
        return new Standing(pledge, Pledge.State.valueOf(row.getString(5)));
    }
}
