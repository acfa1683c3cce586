package dev.holdfast.engine.catalog.sqlite;

import dev.holdfast.engine.catalog.CatalogException;

import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;

/// Makes the file, and connections to it.
final class Connections {

    /// Pages that a connection keeps, KiB.
    private static final int CACHE_KIB = 8 << 10;

    /// How long one connection waits for another.
    static final int BUSY_MS = 5000;

    /// The log is cut to so much when it begins again.
    private static final int LOG_BYTES = 16 << 20;

    private static final List<String> SETTINGS =
            List.of(
                    "PRAGMA journal_mode = WAL",
                    "PRAGMA synchronous = NORMAL",
                    "PRAGMA busy_timeout = " + BUSY_MS,
                    "PRAGMA journal_size_limit = " + LOG_BYTES,
                    "PRAGMA temp_store = MEMORY",
                    "PRAGMA cache_size = -" + CACHE_KIB);

    private Connections() {}

    static Db open(Path file) {
        try {
            var db = new Db(JDBC.createConnection("jdbc:sqlite:" + file, options()));
            return ready(db);
        } catch (SQLException e) {
            throw Db.failed(e);
        }
    }

    /// Without this the driver asks a second question after every row that is put in.
    private static Properties options() {
        var config = new SQLiteConfig();
        config.setGetGeneratedKeys(false);
        return config.toProperties();
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

    /// SQLite gives the files beside this one the same permissions. The name is durable on return:
    /// no checkpoint makes it so.
    static void create(Path file) {
        try {
            Files.createFile(file, ownerOnly());
            syncName(file.toAbsolutePath());
        } catch (FileAlreadyExistsException e) {
            // it is there from before
        } catch (IOException e) {
            throw new CatalogException(
                    CatalogException.Kind.FAILED, "the catalog cannot be made at " + file, e);
        }
    }

    private static void syncName(Path file) throws IOException {
        var parent = file.getParent();
        if (parent != null && isPosix()) {
            try (var directory = FileChannel.open(parent, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    private static FileAttribute<?>[] ownerOnly() {
        return isPosix()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
