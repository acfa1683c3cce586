package dev.holdfast.engine.catalog.sqlite;

import dev.holdfast.engine.catalog.SelfView;
import dev.holdfast.engine.catalog.Whole;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.record.JournalRecord.StatementAccepted;
import dev.holdfast.engine.core.repair.Stamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Statements of the roster, and this device as a writer.
final class SelfTable implements SelfView {

    private final Db db;
    private final Numbers numbers;

    SelfTable(Db db, Numbers numbers) {
        this.db = db;
        this.numbers = numbers;
    }

    long appliedLsn() {
        return db.number("SELECT applied_lsn FROM state");
    }

    void applied(long lsn) {
        db.change("UPDATE state SET applied_lsn = ?", lsn);
    }

    void clear() {
        for (var table : List.of("statements", "claims", "withheld", "last_claims")) {
            db.change("DELETE FROM " + table);
        }
        db.change("UPDATE state SET applied_lsn = 0, device = NULL, incarnation = NULL");
    }

    <X extends Exception> void tellStatements(Whole.Telling<X> telling) throws X {
        db.each(
                "SELECT lsn, bytes FROM statements ORDER BY lsn",
                row -> telling.tell(row.getLong(1), new StatementAccepted(row.getBytes(2))));
    }

    <X extends Exception> void tell(Whole.Telling<X> telling) throws X {
        var actor = actor();
        if (actor.isPresent()) {
            telling.actor(actor.get());
        }
        for (var claim : claims("claims", "")) {
            telling.openClaim(claim);
        }
        for (var claim : claims("withheld", "")) {
            telling.withheldClaim(claim);
        }
        for (var claim : claims("last_claims", "WHERE (volume, actor, claim) NOT IN claims")) {
            telling.closedClaim(claim);
        }
    }

    private List<Stamp> claims(String table, String which) {
        return db
                .all("SELECT volume, actor, claim FROM " + table + " " + which, this::claim)
                .stream()
                .sorted(Stamp.ORDER)
                .toList();
    }

    private Stamp claim(ResultSet row) throws SQLException {
        var volume = numbers.volume(row.getLong(1));
        return new Stamp(volume, numbers.actor(row.getLong(2)), row.getLong(3));
    }

    void accept(long lsn, byte[] statement) {
        db.change("INSERT INTO statements VALUES (?, ?)", lsn, statement);
    }

    void draw(Actor actor) {
        db.change(
                "UPDATE state SET device = ?, incarnation = ?",
                actor.device().hash(),
                actor.incarnation());
    }

    void open(Stamp claim) {
        long volume = numbers.volume(claim.volume());
        long actor = numbers.actor(claim.actor());
        db.change("INSERT OR IGNORE INTO claims VALUES (?, ?, ?)", volume, actor, claim.claim());
        db.change(
                """
                INSERT INTO last_claims VALUES (?, ?, ?)
                ON CONFLICT DO UPDATE SET claim = max(claim, excluded.claim)\
                """,
                volume,
                actor,
                claim.claim());
    }

    void close(Stamp claim) {
        offer(claim);
        change("DELETE FROM claims WHERE volume = ? AND actor = ? AND claim = ?", claim);
    }

    void withhold(Stamp claim) {
        change(
                """
                INSERT OR IGNORE INTO withheld
                SELECT * FROM claims WHERE volume = ? AND actor = ? AND claim = ?\
                """,
                claim);
    }

    void offer(Stamp claim) {
        change("DELETE FROM withheld WHERE volume = ? AND actor = ? AND claim = ?", claim);
    }

    private void change(String sql, Stamp claim) {
        db.change(sql, numbers.volume(claim.volume()), numbers.actor(claim.actor()), claim.claim());
    }

    @Override
    public List<byte[]> statements() {
        return db.all("SELECT bytes FROM statements ORDER BY lsn", row -> row.getBytes(1));
    }

    @Override
    public Optional<Actor> actor() {
        return db.first(
                "SELECT device, incarnation FROM state WHERE device IS NOT NULL",
                row -> new Actor(new DeviceId(Hash.of(row.getBytes(1))), row.getLong(2)));
    }

    @Override
    public long lastClaim(VolumeId volume, Actor actor) {
        var volumeNo = numbers.findVolume(volume);
        var actorNo = numbers.findActor(actor);
        if (volumeNo.isEmpty() || actorNo.isEmpty()) {
            return 0;
        }
        return db.first(
                        "SELECT claim FROM last_claims WHERE volume = ? AND actor = ?",
                        row -> row.getLong(1),
                        volumeNo.get(),
                        actorNo.get())
                .orElse(0L);
    }

    @Override
    public List<Stamp> openClaims() {
        return db.all("SELECT volume, actor, claim FROM claims ORDER BY claim", this::claim);
    }

    @Override
    public List<Stamp> withheldClaims() {
        return db.all("SELECT volume, actor, claim FROM withheld ORDER BY claim", this::claim);
    }
}
