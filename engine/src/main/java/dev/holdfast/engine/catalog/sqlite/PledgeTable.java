package dev.holdfast.engine.catalog.sqlite;

import dev.holdfast.engine.catalog.PledgesView;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.record.JournalRecord.PledgeMoved;
import dev.holdfast.engine.core.record.JournalRecord.PledgeState;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Pledges that were not released.
final class PledgeTable implements PledgesView {

    private static final String ALL = "SELECT chunk, asker, pledger, state FROM pledges ";

    private final Db db;

    PledgeTable(Db db) {
        this.db = db;
    }

    void move(PledgeMoved moved) {
        for (var id : moved.ids()) {
            if (moved.state() == PledgeState.RELEASED) {
                db.change(
                        "DELETE FROM pledges WHERE chunk = ? AND asker = ? AND pledger = ?",
                        id.hash(),
                        moved.asker().hash(),
                        moved.pledger().hash());
            } else {
                db.change(
                        "INSERT OR REPLACE INTO pledges VALUES (?, ?, ?, ?)",
                        id.hash(),
                        moved.asker().hash(),
                        moved.pledger().hash(),
                        moved.state().number());
            }
        }
    }

    void loseAllOf(DeviceId device) {
        db.change(
                "DELETE FROM pledges WHERE asker = ? OR pledger = ?", device.hash(), device.hash());
    }

    @Override
    public List<Pledge> of(ChunkId chunk) {
        return db.all(ALL + "WHERE chunk = ?", PledgeTable::pledge, chunk.hash());
    }

    @Override
    public List<Pledge> with(DeviceId other, Optional<ChunkId> after, int limit) {
        return db.all(
                ALL + "WHERE chunk > ? AND (asker = ? OR pledger = ?) ORDER BY chunk LIMIT ?",
                PledgeTable::pledge,
                after.map(id -> id.hash().toBytes()).orElse(new byte[0]),
                other.hash(),
                other.hash(),
                Math.min(limit, PAGE_MAX));
    }

    private static Pledge pledge(ResultSet row) throws SQLException {
        return new Pledge(
                new ChunkId(Hash.of(row.getBytes(1))),
                new DeviceId(Hash.of(row.getBytes(2))),
                new DeviceId(Hash.of(row.getBytes(3))),
                PledgeState.of(row.getInt(4)));
    }
}
