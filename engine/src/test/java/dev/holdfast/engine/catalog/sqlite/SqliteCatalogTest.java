package dev.holdfast.engine.catalog.sqlite;

import static dev.holdfast.engine.catalog.Scribe.VOLUME;
import static dev.holdfast.engine.catalog.Scribe.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.catalog.BodyOpener;
import dev.holdfast.engine.catalog.Catalog;
import dev.holdfast.engine.catalog.CatalogContract;
import dev.holdfast.engine.catalog.CatalogException;
import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.catalog.Scribe;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.record.JournalRecord.BatchAccepted;
import dev.holdfast.engine.core.record.JournalRecord.ChunksStamped;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.core.tree.Projection;
import dev.holdfast.engine.core.tree.TreeRow;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

class SqliteCatalogTest extends CatalogContract {

    @TempDir Path home;

    private Path file() {
        return home.resolve("catalog.db");
    }

    @Override
    protected Catalog emptyCatalog(BodyOpener opener) {
        return SqliteCatalog.open(file(), opener);
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    private void reopen() {
        catalog.close();
        catalog = SqliteCatalog.open(file(), opener);
    }

    @Test
    void shows_the_same_after_it_was_closed() {
        apply(ann.put(catalog.views().names().tree(VOLUME), "a", "one"));
        apply(new ChunksStamped(new Stamp(VOLUME, ann.actor(), 1), 3, List.of(chunk("a"))));
        catalog.checkpoint();
        reopen();
        assertThat(catalog.appliedLsn()).isEqualTo(2);
        assertThat(catalog.views().names().list(VOLUME, EntryPath.ROOT, "", 9).shown()).hasSize(1);
        assertThat(catalog.views().chunks().held()).isEqualTo(1);
    }

    @Test
    void a_directory_is_vacant_until_something_was_written_there_and_never_again() {
        var names = catalog.views().names();
        assertThat(names.tree(VOLUME).isVacant(new EntryPath("d"))).isTrue();
        apply(ann.put(names.tree(VOLUME), "d/a", "one"));
        var shown = Projection.find(names.tree(VOLUME), new EntryPath("d/a")).orElseThrow();
        apply(ann.batch(false, ann.edits(names.tree(VOLUME), e -> e.remove(shown))));

        assertThat(names.list(VOLUME, EntryPath.ROOT, "", 9).shown()).isEmpty();
        assertThat(names.tree(VOLUME).isVacant(new EntryPath("d"))).isFalse();
        assertThat(names.tree(VOLUME).isVacant(EntryPath.ROOT)).isFalse();
        assertThat(names.tree(VOLUME).isVacant(new EntryPath("d/a"))).isTrue();
    }

    @Test
    void tells_of_many_chunks_in_the_order_they_were_asked_for() {
        var known = IntStream.range(0, 150).mapToObj(i -> chunk("c" + i)).toList();
        apply(new ChunksStamped(new Stamp(VOLUME, ann.actor(), 1), 3, known));
        for (int count : new int[] {0, 1, 2, 8, 9, 64, 65, 150}) {
            var asked = new ArrayList<>(known.subList(0, count).reversed());
            asked.add(count / 2, chunk("nobody knows"));

            assertThat(catalog.views().chunks().facts(asked))
                    .extracting(ChunkFacts::id)
                    .containsExactlyElementsOf(known.subList(0, count).reversed());
        }
    }

    @Test
    void remembers_what_waits_to_be_opened() {
        var later = Scribe.hash("later");
        apply(ann.under(later).put(catalog.views().names().tree(VOLUME), "a", "one"));
        opener.learn(later);
        reopen();
        catalog.apply(List.of());
        assertThat(catalog.views().names().list(VOLUME, EntryPath.ROOT, "", 9).shown()).hasSize(1);
    }

    @Test
    void applies_all_of_a_transaction_or_nothing() {
        var good = ann.put(_ -> TreeRow.EMPTY, "a", "one");
        var added = log.add(good, new BatchAccepted(new byte[] {1}));
        assertThatThrownBy(() -> catalog.apply(added)).isInstanceOf(CatalogException.class);
        assertThat(catalog.appliedLsn()).isZero();
        assertThat(catalog.views().batches().chains()).isEmpty();
        catalog.apply(added.subList(0, 1));
        assertThat(catalog.views().names().list(VOLUME, EntryPath.ROOT, "", 9).shown()).hasSize(1);
    }

    @Test
    void says_so_when_a_later_program_made_the_file() {
        catalog.close();
        try (var db = Connections.open(file())) {
            db.execute("PRAGMA user_version = " + (Schema.FORMAT + 1));
        }
        assertThatThrownBy(() -> SqliteCatalog.open(file(), opener))
                .isInstanceOfSatisfying(
                        CatalogException.class,
                        e -> assertThat(e.kind()).isEqualTo(CatalogException.Kind.NEWER_FORMAT));
    }

    @Test
    void says_so_when_the_file_is_something_else() throws Exception {
        var other = home.resolve("other");
        Files.writeString(
                other, "this is no catalog, and long enough to be looked at. ".repeat(99));
        assertThatThrownBy(() -> SqliteCatalog.open(other, opener))
                .isInstanceOf(CatalogException.class);
        try (var db = Connections.open(home.resolve("tables"))) {
            db.execute("CREATE TABLE mine (x)");
        }
        assertThatThrownBy(() -> SqliteCatalog.open(home.resolve("tables"), opener))
                .isInstanceOf(CatalogException.class);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void only_the_owner_may_read_it() throws Exception {
        apply(ann.put(catalog.views().names().tree(VOLUME), "a", "one"));
        try (var files = Files.list(home)) {
            for (var file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isEqualTo("rw-------");
            }
        }
    }
}
