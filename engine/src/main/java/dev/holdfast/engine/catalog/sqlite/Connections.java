package dev.holdfast.engine.catalog.sqlite;

import dev.holdfast.engine.catalog.CatalogException;

import org.sqlite.JDBC;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;

/// Makes the file, and connections to it.
final class Connections {

    /// Pages that a connection keeps, KiB.
    private static final int CACHE_KIB = 8 << 10;

    private static final List<String> SETTINGS =
            List.of(
                    "PRAGMA journal_mode = WAL",
                    "PRAGMA synchronous = NORMAL",
                    "PRAGMA busy_timeout = 5000",
                    "PRAGMA temp_store = MEMORY",
                    "PRAGMA cache_size = -" + CACHE_KIB);

    private Connections() {}

    static Db open(Path file) {
        try {
            var db = new Db(JDBC.createConnection("jdbc:sqlite:" + file, new Properties()));
            return ready(db);
        } catch (SQLException e) {
            throw Db.failed(e);
        }
    }

    private static Db ready(Db db) {
        try {
            SETTINGS.forEach(db::execute);
            return db;
        } catch (CatalogException e) {
            db.close();
            throw e;
        }
    }

    /// SQLite gives the files beside this one the same permissions.
    static void create(Path file) {
        try {
            Files.createFile(file, ownerOnly());
        } catch (FileAlreadyExistsException e) {
            // it is there from before
        } catch (IOException e) {
            throw new CatalogException(
                    CatalogException.Kind.FAILED, "the catalog cannot be made at " + file, e);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
