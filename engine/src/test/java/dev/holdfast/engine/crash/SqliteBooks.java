package dev.holdfast.engine.crash;

import dev.holdfast.engine.catalog.Catalog;
import dev.holdfast.engine.catalog.sqlite.SqliteCatalog;
import dev.holdfast.engine.exchange.Bodies;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/// The catalog of the product, in files. SQLite forces its log only before it moves pages from
/// there to the database, so a power cut leaves the database and any beginning of the log, also one
/// that ends within a page.
final class SqliteBooks implements Books {

    private static final String NAME = "catalog.db";
    private static final String LOG = "-wal";

    private final Self self;
    private final Path directory;
    private final Random chance = new Random(3);
    private int copies;

    SqliteBooks(Self self, Path directory) {
        this.self = self;
        this.directory = directory;
    }

    private Catalog open(Path file) {
        return SqliteCatalog.open(file, new Bodies(self.tools().sealer(), self::ring));
    }

    @Override
    public Catalog live() {
        return open(directory.resolve(NAME));
    }

    @Override
    public Catalog found(boolean isAll) {
        var live = directory.resolve(NAME);
        var copy = fresh();
        try {
            Files.copy(live, copy, StandardCopyOption.REPLACE_EXISTING);
            var log = copy.resolveSibling(copy.getFileName() + LOG);
            Files.deleteIfExists(log);
            var liveLog = live.resolveSibling(NAME + LOG);
            if (Files.exists(liveLog)) {
                Files.copy(liveLog, log);
                if (!isAll) {
                    cut(log);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return open(copy);
    }

    private void cut(Path log) throws IOException {
        try (var channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
            channel.truncate(chance.nextLong(channel.size() + 1));
        }
    }

    @Override
    public Catalog lost() {
        return open(fresh());
    }

    /// A place for one copy; that of an earlier one is taken again.
    private Path fresh() {
        var copy = directory.resolve("copy" + copies++ % 8 + ".db");
        try {
            for (var suffix : new String[] {"", LOG, "-shm"}) {
                Files.deleteIfExists(copy.resolveSibling(copy.getFileName() + suffix));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return copy;
    }
}
