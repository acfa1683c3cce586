package dev.holdfast.engine.node;

import static dev.holdfast.engine.node.Household.at;
import static dev.holdfast.engine.node.Household.await;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.Role;
import dev.holdfast.engine.api.WaitPolicy;
import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.catalog.NamesView;
import dev.holdfast.engine.core.namespace.EntryPath;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// A keeper in a pool: kim holds what ann and bob sealed, and is asked what a keeper may be asked.
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeeperTest {

    private static final byte[] LAKE = SpoiltHome.bytes(1, 3_000_000);

    private Household pool;

    @BeforeAll
    void ann_lets_a_keeper_in(@TempDir Path folder) throws Exception {
        pool = new Household(folder, Map.of("repair-after", "4s", "repair-urgent-after", "2s"));
        pool.found("ann");
        var admitted = pool.admit("ann", "kim", Role.KEEPER);
        assertThat(admitted.device()).isEqualTo("kim");
        pool.meet();
    }

    @AfterAll
    void all_stop() {
        pool.close();
    }

    @Test
    @Order(1)
    void a_copy_counts_on_a_keeper_with_the_name_that_it_cannot_read() throws Exception {
        var stored = pool.put("ann", "/lake.mov", LAKE, 2);
        assertThat(stored.copies().min()).isEqualTo(2);
        assertThat(stored.copies().holders()).containsExactlyInAnyOrder("ann", "kim");
        assertThat(pool.put("ann", "/empty", new byte[0], 2).copies().min()).isEqualTo(2);
    }

    @Test
    @Order(2)
    void it_shows_the_pool_without_names() throws Exception {
        var self = pool.daemon("kim").node().status().device();
        assertThat(self.role()).isEqualTo(Role.KEEPER);
        var devices = pool.run("kim", new Command.ListDevices()).devices();
        assertThat(devices)
                .extracting(Outcome.Device::role)
                .containsExactly(Role.KEEPER, Role.OWNER);
        for (var each : devices) {
            var shown = pool.run("kim", new Command.ShowDevice(each.name()));
            assertThat(shown.code()).startsWith(each.name());
        }
        var told = pool.run("ann", new Command.ListDevices()).devices();
        assertThat(told).extracting(Outcome.Device::name).containsExactly("ann", "kim");
        assertThat(pool.daemon("kim").node().status().storage().usedBytes()).isPositive();
        awaitOtherCopies();
        assertThat(pool.run("kim", new Command.ReadMetrics()).text()).contains("holdfast_");
    }

    private void awaitOtherCopies() throws Exception {
        var _ =
                await(
                        () -> pool.daemon("kim").node().status().closing().what(),
                        "Every chunk here has another live copy."::equals);
    }

    @Test
    @Order(3)
    void what_needs_the_secrets_is_refused_plainly() {
        var local = Optional.<WaitPolicy>of(new WaitPolicy.Local());
        var lake = at("/lake.mov");
        var none = Duration.ZERO;
        var bytes = new ByteArrayInputStream(new byte[1]);
        for (var command :
                List.<Command<?>>of(
                        new Command.Put(List.of("/etc/hosts"), lake, local, none),
                        new Command.PutStream(bytes, lake, local, none),
                        new Command.Get(lake, "/tmp/lake"),
                        new Command.GetStream(lake, new ByteArrayOutputStream()),
                        new Command.Describe(lake),
                        new Command.ReadHistory(lake, 10),
                        new Command.Restore(lake, Instant.EPOCH, Optional.empty(), false),
                        new Command.Remove(lake, false, Optional.empty()),
                        new Command.Move(lake, at("/sea.mov")),
                        new Command.Copy(List.of(lake), at("/sea.mov"), false),
                        new Command.MakeDirectory(at("/films")),
                        new Command.ListVolumes(),
                        new Command.CreateVolume(
                                "films", 2, OptionalInt.empty(), local.get(), none, Duration.ZERO),
                        new Command.RemoveVolume("files"),
                        new Command.Link("/tmp", lake, Outcome.Mode.BOTH, List.of()),
                        new Command.ListLinks(),
                        new Command.Unlink("/tmp"),
                        new Command.Pause("/tmp"),
                        new Command.RenameDevice("ann", "anna"))) {
            refuses(command, "This device is a keeper");
        }
        refuses(new Command.Invite(Role.MEMBER, Duration.ofSeconds(5)), "owner");
    }

    private void refuses(Command<?> command, String why) {
        assertThatThrownBy(() -> pool.run("kim", command))
                .as("%s", command)
                .isInstanceOfSatisfying(
                        NodeException.class,
                        e -> {
                            assertThat(e.problem().code()).isEqualTo(Problem.Code.REFUSED);
                            assertThat(e.problem().toString()).contains(why);
                        });
    }

    @Test
    @Order(4)
    void its_books_hold_sealed_batches_and_no_name() throws Exception {
        pool.stop("kim");
        try (var home = OpenHome.open(pool.files("kim"))) {
            var ring = home.live().ring();
            assertThat(ring.dedup()).isEmpty();
            assertThat(ring.leaves()).isEmpty();
            var views = home.ledger().views();
            assertThat(views.chunks().held()).isPositive();
            assertThat(views.chunks().all().toList()).allMatch(ChunkFacts::held);
            assertThat(views.batches().chains()).hasSize(2);
            for (var volume : views.batches().chains().keySet()) {
                var page = views.names().list(volume, EntryPath.ROOT, "", NamesView.PAGE_MAX);
                assertThat(page.shown()).isEmpty();
                assertThat(views.batches().applied(volume).latest()).isEmpty();
            }
        }
        pool.start("kim");
        pool.meet();
    }

    @Test
    @Order(5)
    void the_writer_reads_its_file_from_the_keeper_when_its_own_packs_are_gone() throws Exception {
        pool.stop("ann");
        for (var pack : packs("ann")) {
            Files.delete(pack);
        }
        pool.start("ann");
        pool.meet();
        assertThat(pool.get("ann", "/lake.mov")).isEqualTo(LAKE);
    }

    private List<Path> packs(String name) throws Exception {
        try (var packs = Files.list(pool.place(name).resolve("packs"))) {
            return packs.toList();
        }
    }

    @Test
    @Order(6)
    void what_its_disk_damages_is_found_by_its_scrub_and_comes_back() throws Exception {
        // What ann lacks she would ask for, and the damage would be found by giving it.
        var _ = await(() -> pool.run("ann", new Command.Repair()).owed(), owed -> owed == 0);
        var _ = await(() -> pool.run("kim", new Command.Repair()).owed(), owed -> owed == 0);
        var _ = await(() -> pool.run("ann", new Command.Scrub(false)).missing(), no -> no == 0);
        pool.stop("kim");
        pool.damageOneChunk("kim");
        pool.start("kim");
        pool.meet();
        awaitOtherCopies();
        var scrubbed = pool.run("kim", new Command.Scrub(true));
        assertThat(scrubbed.damaged()).isOne();
        assertThat(scrubbed.repaired()).isOne();
        assertThat(scrubbed.files()).as("a keeper names none").isEmpty();
        assertThat(pool.run("kim", new Command.Scrub(true)).damaged()).isZero();
    }

    @Test
    @Order(7)
    void it_carries_names_between_members_that_never_meet() throws Exception {
        pool.admit("ann", "bob", Role.MEMBER);
        pool.meet();
        pool.stop("bob");
        pool.put("ann", "/while-bob-slept", LAKE, 2);
        pool.stop("ann");
        pool.start("bob");
        pool.meet();
        assertThat(await(() -> tries("bob", "/while-bob-slept"), found -> found.length > 0))
                .isEqualTo(LAKE);
    }

    private byte[] tries(String name, String path) throws Exception {
        try {
            return pool.get(name, path);
        } catch (NodeException e) {
            return new byte[0];
        }
    }
}
