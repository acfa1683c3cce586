package dev.holdfast.engine.catalog.sqlite;

import dev.holdfast.engine.catalog.CatalogException;

import java.util.List;

/// The tables.
///
/// Volumes, writers and holders have small numbers here, so that rows are short. Everything that is
/// looked up by a hash lies in the order of that hash, without a second index.
final class Schema {

    /// The form of the tables. One that is older is made again from the journal.
    static final int FORMAT = 1;

    /// Marks the file as ours: "HFCT".
    private static final int APPLICATION = 0x48464354;

    // a file of this form that lacks it is one in which no put was withheld
    private static final String WITHHELD =
            """
            CREATE TABLE IF NOT EXISTS withheld (
                volume INTEGER NOT NULL, actor INTEGER NOT NULL, claim INTEGER NOT NULL,
                PRIMARY KEY (volume, actor, claim)) WITHOUT ROWID\
            """;

    private static final List<String> TABLES =
            List.of(
                    // one row: where the journal was read to, and as whom the device writes
                    """
                    CREATE TABLE state (
                        one INTEGER PRIMARY KEY CHECK (one = 1), applied_lsn INTEGER NOT NULL,
                        held INTEGER NOT NULL,
                        device BLOB, incarnation INTEGER)\
                    """,
                    "INSERT INTO state VALUES (1, 0, 0, NULL, NULL)",
                    "CREATE TABLE volumes (no INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE)",
                    """
                    CREATE TABLE actors (
                        no INTEGER PRIMARY KEY, device BLOB NOT NULL, incarnation INTEGER NOT NULL,
                        UNIQUE (device, incarnation))\
                    """,
                    // a device that lost its disk loses its number, and with it all it held
                    "CREATE TABLE holders (no INTEGER PRIMARY KEY AUTOINCREMENT, device BLOB"
                            + " UNIQUE)",
                    "CREATE TABLE statements (lsn INTEGER PRIMARY KEY, bytes BLOB NOT NULL)",
                    """
                    CREATE TABLE batches (
                        lsn INTEGER PRIMARY KEY, volume INTEGER NOT NULL, actor INTEGER NOT NULL,
                        n INTEGER NOT NULL, state INTEGER NOT NULL, epoch BLOB NOT NULL,
                        bytes BLOB NOT NULL)\
                    """,
                    "CREATE UNIQUE INDEX batches_by_dot ON batches (volume, actor, n)",
                    "CREATE INDEX batches_waiting ON batches (epoch) WHERE state = 0",
                    "CREATE INDEX batches_broken ON batches (lsn) WHERE state = 3",
                    """
                    CREATE TABLE chains (
                        volume INTEGER NOT NULL, actor INTEGER NOT NULL, n INTEGER NOT NULL,
                        last BLOB NOT NULL, cut INTEGER NOT NULL,
                        PRIMARY KEY (volume, actor)) WITHOUT ROWID\
                    """,
                    """
                    CREATE TABLE confirmed (
                        volume INTEGER NOT NULL, actor INTEGER NOT NULL, device BLOB NOT NULL,
                        n INTEGER NOT NULL,
                        PRIMARY KEY (volume, actor, device)) WITHOUT ROWID\
                    """,
                    """
                    CREATE TABLE claims (
                        volume INTEGER NOT NULL, actor INTEGER NOT NULL, claim INTEGER NOT NULL,
                        PRIMARY KEY (volume, actor, claim)) WITHOUT ROWID\
                    """,
                    WITHHELD,
                    """
                    CREATE TABLE last_claims (
                        volume INTEGER NOT NULL, actor INTEGER NOT NULL, claim INTEGER NOT NULL,
                        PRIMARY KEY (volume, actor)) WITHOUT ROWID\
                    """,
                    // one row a place; a directory's places lie together, in the order of their
                    // names
                    """
                    CREATE TABLE places (
                        volume INTEGER NOT NULL, parent TEXT NOT NULL, name TEXT NOT NULL,
                        shows INTEGER NOT NULL, below INTEGER NOT NULL, versions BLOB NOT NULL,
                        sources BLOB,
                        PRIMARY KEY (volume, parent, name)) WITHOUT ROWID\
                    """,
                    """
                    CREATE TABLE nodes (
                        volume INTEGER NOT NULL, node BLOB NOT NULL, place TEXT NOT NULL,
                        PRIMARY KEY (volume, node, place)) WITHOUT ROWID\
                    """,
                    // holders: a bit for each holder's number; stamps: volume, actor, claim, ...
                    """
                    CREATE TABLE chunks (
                        id BLOB PRIMARY KEY, factor INTEGER NOT NULL, held INTEGER NOT NULL,
                        holders BLOB NOT NULL, stamps BLOB NOT NULL) WITHOUT ROWID\
                    """,
                    "CREATE TABLE contents (mac BLOB PRIMARY KEY, ref BLOB NOT NULL) WITHOUT ROWID",
                    """
                    CREATE TABLE pledges (
                        chunk BLOB NOT NULL, asker BLOB NOT NULL, pledger BLOB NOT NULL,
                        round BLOB NOT NULL, state TEXT NOT NULL,
                        PRIMARY KEY (chunk, asker, pledger, round)) WITHOUT ROWID\
                    """,
                    "PRAGMA application_id = " + APPLICATION,
                    "PRAGMA user_version = " + FORMAT);

    private Schema() {}

    /// Makes the tables of an empty file, or sees that they are there.
    static void ensure(Db db) {
        int application = (int) db.number("PRAGMA application_id");
        int format = (int) db.number("PRAGMA user_version");
        if (application == 0 && db.number("SELECT count(*) FROM sqlite_schema") == 0) {
            db.transaction(() -> TABLES.forEach(db::execute));
        } else if (application != APPLICATION) {
            throw new CatalogException(CatalogException.Kind.FAILED, "the file is no catalog");
        } else if (format > FORMAT) {
            throw new CatalogException(
                    CatalogException.Kind.NEWER_FORMAT,
                    "the catalog has format %d; this program knows %d".formatted(format, FORMAT));
        } else if (format < FORMAT) {
            throw new CatalogException(
                    CatalogException.Kind.FAILED, "the catalog has the outdated format " + format);
        }
        db.execute(WITHHELD);
    }
}
