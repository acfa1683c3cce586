package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Event.Happened;
import dev.holdfast.engine.api.Event.Kind;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.api.WaitPolicy;
import dev.holdfast.testbed.cluster.Cluster;
import dev.holdfast.testbed.cluster.Cluster.Manner;
import dev.holdfast.testbed.cluster.Member;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Real devices whose disks go bad while nobody looks.
class ScrubTest {

    private static final int SIZE = 6 << 20;

    /// Short enough that of a film some belong on any two of three devices.
    private static final int CHUNK = 512 << 10;

    private static final Map<String, String> AT_ONCE = Map.of("scrub-within", "500ms");

    @Test
    @DisplayName("D6 a device finds damage by itself, says so, and gets a sound copy back")
    void damage_is_found_by_itself_and_mended(@TempDir Path folder) throws Exception {
        var file = Samples.random(folder.resolve("film"), SIZE, 61);
        try (var cluster = Cluster.of(folder, "ann", "bob", "cat")) {
            var cat = cluster.member("cat");
            assertThat(cluster.member("ann").put(file, "/film", 3).copies().min()).isEqualTo(3);
            var chunk = large(describe(cat, "/film").chunks()).getFirst().id();
            damage(cat, List.of(chunk), AT_ONCE);
            cluster.await(
                    "cat tells that it is mended",
                    () -> events(cat),
                    told -> kinds(told).containsAll(List.of(Kind.DAMAGED, Kind.MENDED)));
            assertThat(events(cat))
                    .filteredOn(told -> told.kind() == Kind.DAMAGED)
                    .extracting(Happened::what)
                    .containsExactly(
                            "One chunk is damaged on the disk of this device; sound copies are"
                                    + " asked for from ann, bob.");
            assertThat(kinds(events(cat))).containsSubsequence(Kind.SCRUB_BEGAN, Kind.DAMAGED);
            assertThat(Said.problems(cat)).noneMatch(what -> what.contains("damaged"));
            cluster.await(
                    "ann counts on cat again",
                    () -> describe(cluster.member("ann"), "/film").chunks(),
                    chunks -> chunks.stream().allMatch(each -> each.holders().size() == 3));

            cluster.member("ann").kill();
            cluster.member("bob").kill();
            same(cat, "files", file);
        }
    }

    @Test
    @DisplayName("D6 damage of the only copy is told with its file, and its bytes are kept")
    void the_only_copy_is_told_and_kept(@TempDir Path folder) throws Exception {
        var file = Samples.random(folder.resolve("diary"), SIZE, 62);
        try (var cluster = Cluster.of(folder, "eve")) {
            var eve = cluster.member("eve");
            eve.put(file, "/film", 1);
            var chunk = large(describe(eve, "/film").chunks()).getFirst().id();
            damage(eve, List.of(chunk), AT_ONCE);
            awaitTold(cluster, eve, true);
            long bytes = eve.packBytes();
            assertThat(eve.stop()).isTrue();
            eve.set(Map.of("scrub-within", "30d", "evict-after", "1s"));
            eve.start();
            awaitTold(cluster, eve, true);
            assertThat(eve.packBytes()).isEqualTo(bytes);

            damage(eve, List.of(chunk), Map.of());
            awaitTold(cluster, eve, false);
            same(eve, "files", file);
        }
    }

    @Test
    @DisplayName("D6 a device alone reads what its disk spoilt again from a linked folder")
    void a_linked_folder_gives_back_what_the_disk_spoilt(@TempDir Path folder) throws Exception {
        var films = Files.createDirectory(folder.resolve("films"));
        var film = Samples.random(films.resolve("film"), SIZE, 64);
        try (var cluster = Cluster.of(folder.resolve("pool"), "eve")) {
            var eve = cluster.member("eve");
            eve.holdfast("link", films.toString(), "files:/").expect(0);
            cluster.await("the film has its name", () -> rows(eve), rows -> rows == 1);
            cluster.await(
                    "the film is in step",
                    () -> eve.holdfast("links").expect(0).out(),
                    out -> out.contains("in step"));
            var chunks = large(describe(eve, "/film").chunks());
            damage(eve, chunks.stream().map(Outcome.Chunk::id).toList(), Map.of());

            var said = eve.holdfast("doctor", "--deep", "--fix").expect(0).out();

            assertThat(said)
                    .contains(
                            "files:/film: %d of its chunks cannot be read here; no other copy is"
                                    .formatted(chunks.size()),
                            "All of it was read again from linked folders.");
            cluster.await(
                    "eve tells that it is mended",
                    () -> events(eve),
                    told -> kinds(told).contains(Kind.MENDED));
            assertThat(events(eve))
                    .filteredOn(told -> told.kind() == Kind.MENDED)
                    .extracting(Happened::what)
                    .allMatch(what -> what.endsWith("read again from linked folders."));
            assertThat(eve.run(new Command.Scrub(false)).damaged()).isZero();
            same(eve, "files", film);
        }
    }

    private static int rows(Member member) throws Exception {
        var root = new VolumePath("files", "/");
        return member.run(new Command.ListEntries(root, false, Optional.empty())).rows().size();
    }

    private static void awaitTold(Cluster cluster, Member eve, boolean isTold) throws Exception {
        cluster.await(
                isTold ? "eve names the file" : "eve has nothing to say",
                () -> Said.problems(eve),
                told ->
                        isTold
                                == told.contains(
                                        "One chunk on this device is damaged, and no other copy is"
                                                + " known: files:/film."));
    }

    @Test
    @DisplayName("D6 a get mends what it finds damaged, here and where it asks")
    void a_get_mends_what_it_finds(@TempDir Path folder) throws Exception {
        var file = Samples.random(folder.resolve("film"), 4 * SIZE, 63);
        try (var cluster = Cluster.of(folder, Manner.PATIENT, "ann", "bob", "cat")) {
            var ann = cluster.member("ann");
            var bob = cluster.member("bob");
            var cat = cluster.member("cat");
            store(ann, file);
            cluster.await(
                    "two copies of all",
                    () -> ann.run(new Command.Describe(at("pair"))).chunks(),
                    chunks -> chunks.stream().allMatch(each -> each.holders().size() >= 2));
            var there = chunksOn(ann, "bob");
            assertThat(there).isNotEmpty();
            damage(bob, there, Map.of());
            cluster.awaitAllOnline();
            ann.kill();
            assertThatThrownBy(() -> cat.run(new Command.Get(at("pair"), "" + folder)))
                    .isInstanceOf(NodeException.class);
            cluster.await(
                    "bob tells", () -> kinds(events(bob)), told -> told.contains(Kind.DAMAGED));
            ann.start();
            cluster.awaitAllOnline();
            awaitMended(cluster, bob);
            same(cat, "pair", file);
            var read = bob.run(new Command.Scrub(true));
            assertThat(read.repaired()).isEqualTo(read.damaged() + read.missing());
            assertThat(bob.run(new Command.Scrub(true)).damaged()).isZero();

            damage(ann, chunksOn(ann, "ann"), Map.of());
            cluster.awaitAllOnline();
            same(ann, "pair", file);
            awaitMended(cluster, ann);
        }
    }

    private static void awaitMended(Cluster cluster, Member member) throws Exception {
        cluster.await(
                member.name() + " is mended",
                () -> kinds(events(member)),
                told ->
                        told.contains(Kind.MENDED)
                                && told.lastIndexOf(Kind.MENDED) > told.lastIndexOf(Kind.DAMAGED));
    }

    private static void store(Member ann, Path file) throws Exception {
        ann.run(
                new Command.CreateVolume(
                        "pair",
                        2,
                        OptionalInt.of(CHUNK),
                        new WaitPolicy.Copies(2),
                        Duration.ofDays(30),
                        Duration.ZERO));
        ann.run(
                new Command.Put(
                        List.of(file.toString()),
                        at("pair"),
                        Optional.empty(),
                        Duration.ofSeconds(60)));
    }

    private static List<String> chunksOn(Member asked, String holder) throws Exception {
        return large(asked.run(new Command.Describe(at("pair"))).chunks()).stream()
                .filter(chunk -> chunk.holders().contains(holder))
                .map(Outcome.Chunk::id)
                .toList();
    }

    /// Those that are long enough to be hit.
    private static List<Outcome.Chunk> large(List<Outcome.Chunk> chunks) {
        return chunks.stream().filter(chunk -> chunk.length() > Damage.HIT_MIN).toList();
    }

    private static VolumePath at(String volume) {
        return new VolumePath(volume, "/film");
    }

    /// Flips one bit of each of these on the disk of a device, which is then started again.
    private static void damage(Member member, List<String> chunks, Map<String, String> settings)
            throws Exception {
        assertThat(member.stop()).isTrue();
        Damage.toChunks(member.directory().resolve("packs"), chunks);
        member.set(settings);
        member.start();
    }

    private static List<Happened> events(Member member) throws Exception {
        var told = new ArrayList<Happened>();
        try (var node = member.node()) {
            node.run(
                    new Command.ListEvents(false),
                    event -> {
                        if (event instanceof Event.Happened happened) {
                            told.add(happened);
                        }
                    });
        }
        return told;
    }

    private static List<Kind> kinds(List<Happened> told) {
        return told.stream().map(Happened::kind).toList();
    }

    private static Outcome.Description describe(Member member, String path) throws Exception {
        return member.run(new Command.Describe(new VolumePath("files", path)));
    }

    private static void same(Member reader, String volume, Path file) throws Exception {
        var copy = reader.directory().resolveSibling(reader.name() + "-" + volume);
        reader.run(new Command.Get(at(volume), copy.toString()));
        assertThat(copy).as(reader.name()).hasSameBinaryContentAs(file);
        Files.delete(copy);
    }
}
