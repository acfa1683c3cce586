package dev.holdfast.engine.catalog.sqlite;

import dev.holdfast.engine.catalog.BodyOpener;
import dev.holdfast.engine.catalog.Catalog;
import dev.holdfast.engine.catalog.ClaimsContract;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class SqliteClaimsTest extends ClaimsContract {

    @TempDir Path home;

    @Override
    protected Catalog emptyCatalog(BodyOpener opener) {
        return SqliteCatalog.open(home.resolve("catalog.db"), opener);
    }

    @AfterEach
    void close() {
        catalog.close();
    }
}
