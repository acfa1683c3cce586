package dev.holdfast.engine.catalog.sqlite;

import static dev.holdfast.engine.catalog.Scribe.VOLUME;
import static dev.holdfast.engine.catalog.Scribe.chunk;
import static dev.holdfast.engine.catalog.Scribe.hash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.catalog.BodyOpener;
import dev.holdfast.engine.catalog.Catalog;
import dev.holdfast.engine.catalog.Catalog.Applied;
import dev.holdfast.engine.catalog.WholeContract;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.record.JournalRecord.ChunksStamped;
import dev.holdfast.engine.core.record.JournalRecord.StatementAccepted;
import dev.holdfast.engine.core.repair.Stamp;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class SqliteWholeTest extends WholeContract {

    @TempDir Path home;

    private final List<Catalog> opened = new ArrayList<>();

    @Override
    protected Catalog another(BodyOpener opener) {
        var file = home.resolve("catalog" + opened.size() + ".db");
        opened.add(SqliteCatalog.open(file, opener));
        return opened.getLast();
    }

    @AfterEach
    void close() {
        opened.forEach(Catalog::close);
    }

    private static Applied stamped(long lsn) {
        var actor = new Actor(new DeviceId(hash("ann")), 1);
        return new Applied(
                lsn, new ChunksStamped(new Stamp(VOLUME, actor, 1), 3, List.of(chunk("" + lsn))));
    }

    @Test
    void writers_go_on_while_it_tells_of_one_moment() {
        var catalog = another(BodyOpener.NONE);
        catalog.apply(List.of(new Applied(1, new StatementAccepted(new byte[] {1}))));
        catalog.apply(List.of(stamped(2)));
        var told = new ArrayList<Applied>();
        long lsn =
                catalog.tell(
                        each -> {
                            catalog.apply(List.of(stamped(catalog.appliedLsn() + 1)));
                            told.add(each);
                        });
        assertThat(lsn).isEqualTo(2);
        assertThat(told).hasSize(2);
        assertThat(catalog.appliedLsn()).isEqualTo(4);
    }

    @Test
    void a_checkpoint_says_how_far_it_came() throws Exception {
        var catalog = another(BodyOpener.NONE);
        assertThat(catalog.checkpoint()).isZero();
        catalog.apply(List.of(stamped(1)));
        catalog.tell(
                _ -> {
                    catalog.apply(List.of(stamped(2)));
                    assertThat(catalog.checkpoint()).isZero();
                });
        assertThat(catalog.checkpoint()).isEqualTo(2);
        assertThat(Files.size(home.resolve("catalog0.db-wal"))).isZero();
    }
}
