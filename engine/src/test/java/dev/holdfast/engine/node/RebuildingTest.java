package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.catalog.BodyOpener;
import dev.holdfast.engine.catalog.sqlite.SqliteCatalog;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.disk.real.RealDisk;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.store.ChunkTag;
import dev.holdfast.engine.store.TestChunk;
import dev.holdfast.engine.store.disk.DiskChunkStore;
import dev.holdfast.engine.wal.disk.DiskJournal;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// Real homes whose books are lost, damaged or wrong.
class RebuildingTest {

    private static final byte[] CONTENT = SpoiltHome.bytes(1, 100_000);

    @TempDir Path scratch;
    private Path place;
    private Home home;

    @BeforeEach
    void a_device_with_a_file() throws Exception {
        place = scratch.resolve("home");
        home = Home.at(place);
        new SpoiltHome(place).begin();
        put("a", CONTENT);
    }

    private void put(String name, byte[] content) throws Exception {
        new SpoiltHome(place).put(name, content);
    }

    private byte[] get(String name) throws Exception {
        return new SpoiltHome(place).get(name);
    }

    private void damage(Path file) throws Exception {
        var noise = SpoiltHome.bytes(9, 100);
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(noise), 10);
        }
    }

    private static void assertRemedy(NodeException e) {
        assertThat(e.problem().code()).isEqualTo(Problem.Code.DAMAGED);
        assertThat(e.problem().remedy()).isEqualTo("Run `holdfast doctor --rebuild`.");
    }

    @Test
    void a_damaged_catalog_is_put_aside_and_made_again() throws Exception {
        damage(place.resolve("catalog.db"));
        assertThatThrownBy(() -> get("a"))
                .isInstanceOfSatisfying(NodeException.class, RebuildingTest::assertRemedy);
        var rebuilt = home.rebuild();
        assertThat(rebuilt).isInstanceOf(Rebuilt.Whole.class);
        assertThat(rebuilt.remade().chunks()).isEqualTo(1);
        assertThat(rebuilt.remade().found()).isZero();
        assertThat(rebuilt.remade().gone()).isZero();
        assertThat(rebuilt.remade().aside())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(place.resolve(name)).exists())
                .allSatisfy(name -> assertThat(name).startsWith("catalog.db.aside-"));
        assertThat(get("a")).isEqualTo(CONTENT);
    }

    @Test
    void a_journal_that_forgot_its_beginning_leads_to_the_same() throws Exception {
        forget();
        for (var suffix : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(place.resolve("catalog.db" + suffix));
        }
        var rebuilt = home.rebuild();
        assertThat(rebuilt).isInstanceOf(Rebuilt.Whole.class);
        assertThat(rebuilt.remade().chunks()).isEqualTo(1);
        assertThat(get("a")).isEqualTo(CONTENT);
        damage(place.resolve("catalog.db"));
        damage(snapshot());
        assertThatThrownBy(() -> get("a"))
                .isInstanceOfSatisfying(NodeException.class, RebuildingTest::assertRemedy);
    }

    private Path snapshot() throws Exception {
        try (var names = Files.list(place.resolve("journal"))) {
            return names.filter(name -> name.toString().endsWith(".snapshot"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /// Fills short segments and deletes them for a snapshot.
    private void forget() throws Exception {
        var disk = RealDisk.at(place.resolve("journal"));
        try (var journal = DiskJournal.open(disk, () -> 7, 16 << 10);
                var catalog = SqliteCatalog.open(place.resolve("catalog.db"), BodyOpener.NONE)) {
            var ledger = Ledger.open(journal, catalog);
            var ann = new Actor(new DeviceId(new Hash(5, 6, 7, 8)), 9);
            for (int n = 1; n < 20; n++) {
                var claim = new Stamp(new VolumeId(new Hash(1, 2, 3, 4)), ann, n);
                ledger.commit(new JournalRecord.ClaimOpened(claim));
                ledger.commit(new JournalRecord.ClaimClosed(claim));
            }
            assertThat(ledger.shorten(_ -> true, _ -> true)).isTrue();
            assertThat(journal.extent().firstLsn()).isGreaterThan(20);
        }
    }

    @Test
    void a_chunk_that_no_record_knows_is_written_down() throws Exception {
        var chunk = TestChunk.seeded(5, 3_000);
        var stamp =
                new Stamp(
                        new VolumeId(new Hash(1, 2, 3, 4)),
                        new Actor(new DeviceId(new Hash(5, 6, 7, 8)), 9),
                        4);
        var disk = RealDisk.at(place.resolve("packs"));
        try (var store = DiskChunkStore.open(disk, disk)) {
            var tag = new ChunkTag(2, stamp, ChunkTag.Origin.PEER);
            store.append(chunk.id(), ByteBuffer.wrap(chunk.sealed()), tag);
        }
        assertThat(home.rebuild().remade().found()).isEqualTo(1);
        try (var open = OpenHome.open(new HomeFiles(place))) {
            assertThat(open.ledger().views().chunks().facts(List.of(chunk.id())))
                    .singleElement()
                    .satisfies(
                            facts -> {
                                assertThat(facts.held()).isTrue();
                                assertThat(facts.factor()).isEqualTo(2);
                                assertThat(facts.stamps()).containsExactly(stamp);
                            });
        }
        assertThat(home.rebuild().remade().found()).isZero();
    }

    @Test
    void a_chunk_that_is_in_no_pack_is_told_and_stays_on_the_books_for_others_to_hear_of()
            throws Exception {
        try (var packs = Files.list(place.resolve("packs"))) {
            for (var pack : packs.toList()) {
                Files.delete(pack);
            }
        }
        assertThat(home.rebuild().remade().gone()).isEqualTo(1);
        assertThat(home.rebuild().remade().gone()).isEqualTo(1);
        put("a", CONTENT);
        assertThat(get("a")).isEqualTo(CONTENT);
        assertThat(home.rebuild().remade().gone()).isZero();
    }

    @Test
    void the_books_of_a_device_that_runs_are_left_alone() throws Exception {
        try (var daemon = home.daemon()) {
            assertThat(daemon.address()).isNotEmpty();
            assertThatThrownBy(home::rebuild)
                    .isInstanceOfSatisfying(
                            NodeException.class,
                            e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.BUSY));
        }
    }

    private Actor actor() throws Exception {
        try (var open = OpenHome.open(new HomeFiles(place))) {
            return open.ledger().views().self().actor().orElseThrow();
        }
    }

    @Test
    void a_damaged_journal_loses_nothing_that_a_sound_catalog_knows() throws Exception {
        var before = actor();
        new SpoiltHome(place).damageBlock(3);
        Files.copy(place.resolve("catalog.db"), scratch.resolve("kept"));
        Files.delete(place.resolve("catalog.db"));
        assertThatThrownBy(() -> get("a"))
                .isInstanceOfSatisfying(NodeException.class, RebuildingTest::assertRemedy);
        Files.deleteIfExists(place.resolve("catalog.db-wal"));
        Files.deleteIfExists(place.resolve("catalog.db-shm"));
        Files.move(
                scratch.resolve("kept"),
                place.resolve("catalog.db"),
                StandardCopyOption.REPLACE_EXISTING);
        var rebuilt = home.rebuild();
        assertThat(rebuilt).isInstanceOf(Rebuilt.Salvaged.class);
        var lost = ((Rebuilt.Salvaged) rebuilt).lost();
        assertThat(lost).isEqualTo(new Rebuilt.Lost(List.of(), 0, 0));
        assertThat(rebuilt.remade().aside())
                .anyMatch(name -> name.startsWith("journal.aside-"))
                .anyMatch(name -> name.startsWith("catalog.db.aside-"));
        assertThat(get("a")).isEqualTo(CONTENT);
        assertThat(actor()).isNotEqualTo(before);
        put("b", CONTENT);
        assertThat(get("b")).isEqualTo(CONTENT);
        assertThat(home.rebuild()).isInstanceOf(Rebuilt.Whole.class);
    }

    /// Noise over each block in turn, with the catalog gone too.
    @Test
    void what_can_be_read_of_a_damaged_journal_is_kept_and_what_is_lost_is_told() throws Exception {
        var files = new HomeFiles(place);
        var aside = scratch.resolve("sound");
        SpoiltHome.copy(place, aside);
        long blocks = new SpoiltHome(place).blocks();
        int kept = 0;
        for (long block = 1; block < blocks - 1; block++) {
            HomeFiles.deleteAll(place);
            SpoiltHome.copy(aside, place);
            new SpoiltHome(place).damageBlock(block);
            for (var suffix : List.of("", "-wal", "-shm")) {
                files.delete("catalog.db" + suffix);
            }
            try {
                var rebuilt = home.rebuild();
                if (rebuilt instanceof Rebuilt.Salvaged(_, var lost)) {
                    assertThat(lost.unread()).isPositive();
                    assertThat(lost.records()).isNotEmpty();
                } else {
                    assertThat(get("a")).isEqualTo(CONTENT); // a mark was in that block
                }
                assertThat(rebuilt.remade().chunks()).isEqualTo(1);
                assertThat(rebuilt.remade().gone()).isZero();
                kept++;
            } catch (NodeException e) {
                assertThat(e.problem().code()).isEqualTo(Problem.Code.DAMAGED);
                assertThat(new SpoiltHome(place).segment()).exists();
                assertThat(files.rebuilt()).doesNotExist();
            }
        }
        assertThat(kept).isGreaterThanOrEqualTo((int) blocks - 4);
    }

    @Test
    void a_journal_that_is_gone_is_not_begun_anew_and_comes_back_from_the_catalog()
            throws Exception {
        HomeFiles.deleteAll(place.resolve("journal"));
        assertThatThrownBy(() -> get("a"))
                .isInstanceOfSatisfying(NodeException.class, RebuildingTest::assertRemedy);
        assertThat(home.rebuild()).isInstanceOf(Rebuilt.Salvaged.class);
        assertThat(get("a")).isEqualTo(CONTENT);
    }
}
