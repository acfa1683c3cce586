package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;

import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.testbed.cluster.Cluster;
import dev.holdfast.testbed.cluster.Member;
import dev.holdfast.tui.process.Finished;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// A pool of two, put together and used as a person would: by its command line alone.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoDevicesTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private Path folder;
    private Cluster cluster;
    private Member ann;
    private Member bob;
    private String used = "";

    @BeforeAll
    void a_pool_of_two(@TempDir Path temporary) throws IOException, InterruptedException {
        folder = temporary;
        cluster = Cluster.empty(folder);
        ann = cluster.member("ann");
        bob = cluster.member("bob");
        var words = folder.resolve("words").toString();
        begin(ann, "init", "--phrase-file", words).expect(0);
        ann.start();
        var invite = ann.begin("invite");
        used = invite.awaitLine("", SOON);
        assertThat(used).as("four words").matches("[a-z]+(-[a-z]+){3}");
        var joined = begin(bob, "join", used, "--at", ann.address(), "--json").expect(0);
        var check = JsonParser.parseString(joined.out()).getAsJsonObject().get("check");
        assertThat(invite.awaitExit(SOON).expect(0).out())
                .contains("bob came in.", "bob shows the same words: " + check.getAsString());
        bob.start();
    }

    @AfterAll
    void all_stop() {
        cluster.close();
    }

    private static Finished begin(Member member, String... words)
            throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of(words));
        all.addAll(
                List.of("--name", member.name(), "--listen", member.address(), "--capacity", "4G"));
        return member.holdfast(all.toArray(String[]::new));
    }

    @Test
    @Order(1)
    @DisplayName("V1 a picture stored on the first is read from both, byte for byte")
    void a_picture_is_read_from_both() throws IOException, InterruptedException {
        var lake = Samples.picture(folder.resolve("lake.jpg"));
        assertThat(Files.size(lake)).isEqualTo(30_352);
        var stored = ann.json(0, "put", lake.toString(), "files:", "--wait", "copies:2");
        assertThat(stored.getAsJsonObject().get("bytes").getAsLong()).isEqualTo(30_352);
        for (var member : cluster.members()) {
            var copy = folder.resolve("lake-from-" + member.name());
            var fetched = member.json(0, "get", "files:/lake.jpg", copy.toString());
            assertThat(fetched.getAsJsonObject().get("files").getAsInt()).isOne();
            assertThat(copy).hasSameBinaryContentAs(lake);
        }
    }

    @Test
    @Order(2)
    void three_copies_in_a_pool_of_two_are_answered_at_once_with_the_honest_count()
            throws IOException, InterruptedException {
        var file = Samples.random(folder.resolve("three"), 100_000, 3);
        var stored =
                ann.json(
                        3,
                        "put",
                        file.toString(),
                        "files:",
                        "--wait",
                        "copies:3",
                        "--patience",
                        "1d");
        var copies = stored.getAsJsonObject().getAsJsonObject("copies");
        assertThat(copies.get("min").getAsInt()).isEqualTo(2);
        assertThat(copies.get("possible").getAsInt()).isEqualTo(2);
    }

    @Test
    @Order(3)
    @DisplayName("J6 local, copies:N and all wait for what they say")
    void policies_wait_for_what_they_say() throws IOException, InterruptedException {
        var file = Samples.random(folder.resolve("policies"), 10_000, 6);
        ann.holdfast("put", file.toString(), "files:/local", "--wait", "local").expect(0);
        ann.holdfast("put", file.toString(), "files:/two", "--wait", "copies:2").expect(0);
        ann.holdfast("put", file.toString(), "files:/all", "--wait", "all", "--patience", "1d")
                .expect(3);
        ann.holdfast("put", file.toString(), "files:/usual").expect(0);
        assertThat(bob.holdfast("cat", "files:/two").expect(0).out()).isNotEmpty();
    }

    @Test
    @Order(4)
    void the_verbs_do_what_they_do_elsewhere() throws IOException, InterruptedException {
        var file = Files.writeString(folder.resolve("hello"), "hello\n");
        ann.holdfast("mkdir", "files:/a/b").expect(0);
        ann.holdfast("put", file.toString(), "files:/a/b/").expect(0);
        assertThat(ann.holdfast("cat", "files:/a/b/hello").expect(0).out()).isEqualTo("hello\n");
        ann.holdfast("mv", "files:/a/b/hello", "files:/a/moved").expect(0);
        assertThat(ann.holdfast("ls", "-R", "files:/a").expect(0).out().lines())
                .containsExactlyInAnyOrder("b/", "moved");
        var stat = ann.json(0, "stat", "files:/a/moved").getAsJsonObject();
        assertThat(stat.get("size").getAsInt()).isEqualTo(6);
        assertThat(stat.getAsJsonArray("chunks")).hasSize(1);
        ann.holdfast("cp", "files:/a/moved", "files:/a/b/").expect(0);
        assertThat(ann.holdfast("cp", "files:/a", "files:/c").expect(2).err()).contains("Add -r");
        ann.holdfast("cp", "-r", "files:/a", "files:/c").expect(0);
        ann.holdfast("rm", "-r", "files:/c/b").expect(0);
        assertThat(ann.holdfast("cat", "files:/c/moved").expect(0).out()).isEqualTo("hello\n");
        ann.holdfast("rm", "-r", "files:/c").expect(0);
        assertThat(ann.holdfast("rm", "files:/a").exit()).isNotZero();
        ann.holdfast("rm", "-r", "files:/a").expect(0);
        ann.holdfast("stat", "files:/a/moved").expect(4);
    }

    @Test
    @Order(5)
    @DisplayName("P3 a missing name is told as missing")
    void a_missing_name_is_told_as_missing() throws IOException, InterruptedException {
        var error = bob.json(4, "get", "files:/nowhere").getAsJsonObject().getAsJsonObject("error");
        assertThat(error.get("code").getAsString()).isEqualTo("no_such");
        assertThat(error.get("remedy").getAsString()).isNotBlank();
        bob.holdfast("ls", "novolume:/").expect(4);
        bob.holdfast("put", folder.resolve("nofile").toString(), "files:").expect(4);
    }

    @Test
    @Order(6)
    void a_second_daemon_on_one_home_is_refused() throws IOException, InterruptedException {
        ann.holdfast("put", ann.directory().toString(), "files:/home").expect(2);
        Said.refused(
                ann.holdfast("daemon"),
                1,
                "A daemon runs on " + ann.directory() + " already.",
                "Use it as it is, or stop it with `holdfast stop` first.");
    }

    /// The next invite would take the place of the used code.
    @Test
    @Order(6)
    void a_used_a_mistyped_and_a_forgotten_code_let_nobody_in()
            throws IOException, InterruptedException {
        var cat = cluster.member("cat");
        Said.refused(
                begin(cat, "join", used, "--at", ann.address()),
                1,
                "Another device has joined with this code; it is good for one.",
                "Invite again. If that device is not yours, remove it.");
        Said.refused(
                begin(cat, "join", "7" + used, "--at", "127.0.0.1:1"),
                1,
                "The code is not right: word 1 is none that codes are made of.",
                "Compare it with the code on the device that invites, and type it again.");
        Said.refused(
                begin(cat, "join", used, "--at", bob.address()),
                1,
                "No invitation is open on that device.",
                "Invite there with `holdfast invite`, and use the code it prints.");
        assertThat(ann.json(0, "devices").getAsJsonArray()).hasSize(2);
        cat.holdfast("status").expect(4);
    }

    @Test
    @Order(7)
    void D9_a_code_ends_and_who_comes_too_late_is_told() throws IOException, InterruptedException {
        var invite = ann.begin("invite", "--for", "1s");
        var code = invite.awaitLine("", SOON);
        var over = invite.awaitExit(SOON);
        assertThat(over.exit()).isEqualTo(1);
        assertThat(over.err().lines())
                .containsExactly(
                        "Nobody joined before the code expired.",
                        "Invite again, and use the code on the other device in time.");
        Said.refused(
                begin(cluster.member("cat"), "join", code, "--at", ann.address()),
                1,
                "The time of this code is over.",
                "Invite again, and join before it ends.");
    }

    @Test
    @Order(7)
    void ctrl_c_ends_a_command_and_harms_nothing() throws IOException, InterruptedException {
        var invite = ann.begin("invite", "--json");
        var shown = JsonParser.parseString(invite.awaitLine("{", SOON)).getAsJsonObject();
        assertThat(shown.keySet()).containsExactly("code", "ticket", "expires");
        var interrupt = new ProcessBuilder("kill", "-INT", Long.toString(invite.pid())).start();
        assertThat(interrupt.waitFor()).isZero();
        assertThat(invite.awaitExit(SOON).exit()).isEqualTo(130);
        assertThat(ann.json(0, "devices").getAsJsonArray()).hasSize(2);
    }

    @Test
    @Order(8)
    @DisplayName("P8 D8 keys, names and contents survive a restart")
    void all_survives_a_restart() throws IOException, InterruptedException {
        var before = ann.json(0, "status").getAsJsonObject().getAsJsonObject("device").get("id");
        assertThat(ann.stop()).isTrue();
        assertThat(bob.stop()).isTrue();
        bob.start();
        ann.start();
        var after = ann.json(0, "status").getAsJsonObject().getAsJsonObject("device").get("id");
        assertThat(after).isEqualTo(before);
        var copy = folder.resolve("lake-after-restart");
        bob.holdfast("get", "files:/lake.jpg", copy.toString()).expect(0);
        assertThat(copy).hasSameBinaryContentAs(folder.resolve("lake.jpg"));
    }

    @Test
    @Order(9)
    void without_a_daemon_a_command_runs_the_engine_itself()
            throws IOException, InterruptedException {
        assertThat(ann.stop()).isTrue();
        var copy = folder.resolve("lake-without-daemon");
        ann.holdfast("get", "files:/lake.jpg", copy.toString()).expect(0);
        assertThat(copy).hasSameBinaryContentAs(folder.resolve("lake.jpg"));
        assertThat(ann.holdfast("status").expect(0).out()).contains("holdfast start");
    }

    @Test
    @Order(10)
    @DisplayName("V1 the journal shows the order: claim, chunks, name, copies")
    void the_journal_shows_the_order() throws Exception {
        var journal = Journals.of(ann);
        var opened = first(journal, JournalRecord.ClaimOpened.class, any -> true);
        var stamped = first(journal, JournalRecord.ChunksStamped.class, any -> true);
        assertThat(stamped.stamp()).isEqualTo(opened.claim());
        var known = first(journal, JournalRecord.ContentKnown.class, any -> true);
        var named =
                first(
                        journal.subList(journal.indexOf(known), journal.size()),
                        JournalRecord.BatchAccepted.class,
                        any -> true);
        var closed = new JournalRecord.ClaimClosed(opened.claim());
        assertThat(journal).containsSubsequence(opened, stamped, known, named, closed);
        var copied =
                first(
                        journal,
                        JournalRecord.CopiesConfirmed.class,
                        copies -> copies.ids().containsAll(stamped.ids()));
        assertThat(journal).containsSubsequence(stamped, copied);
    }

    private static <R extends JournalRecord> R first(
            List<JournalRecord> journal, Class<R> kind, Predicate<R> wanted) {
        return journal.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .filter(wanted)
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Order(11)
    void two_devices_apart_write_one_path_and_both_versions_stay() throws Exception {
        assertThat(bob.stop()).isTrue();
        var mine = Samples.random(folder.resolve("mine.txt"), 1000, 1);
        var yours = Samples.random(folder.resolve("yours.txt"), 2000, 2);
        ann.holdfast("put", mine.toString(), "files:/both.txt", "--wait", "local").expect(0);
        bob.holdfast("put", yours.toString(), "files:/both.txt", "--wait", "local").expect(0);
        ann.start();
        bob.start();
        var names =
                cluster.await(
                        "both devices show the same two names",
                        () -> List.of(both(ann), both(bob)),
                        seen ->
                                seen.getFirst().size() == 2
                                        && seen.getFirst().equals(seen.getLast()));
        var sizes = new ArrayList<Integer>();
        for (var name : names.getFirst()) {
            assertThat(name).matches("/both(\\.conflict-.*)?\\.txt");
            sizes.add(
                    bob.json(0, "stat", "files:" + name).getAsJsonObject().get("size").getAsInt());
            bob.holdfast("get", "files:" + name, folder.resolve("got").toString()).expect(0);
            Files.delete(folder.resolve("got"));
        }
        assertThat(sizes).containsExactlyInAnyOrder(1000, 2000);
    }

    private static List<String> both(Member member) throws IOException, InterruptedException {
        var names = new ArrayList<String>();
        for (var row : member.json(0, "ls", "files:").getAsJsonArray()) {
            names.add(row.getAsJsonObject().get("path").getAsString());
        }
        names.removeIf(name -> !name.startsWith("/both"));
        return names;
    }

    @Test
    @Order(12)
    void a_volume_is_told_to_keep_more_copies_and_is_removed() throws Exception {
        var file = Files.writeString(folder.resolve("lone"), "the only copy\n");
        ann.holdfast("volume", "create", "lone", "--copies", "1", "--wait", "local").expect(0);
        ann.holdfast("put", file.toString(), "lone:/x").expect(0);
        assertThat(holders("lone:/x")).isOne();

        ann.holdfast("volume", "set", "lone", "--copies", "2").expect(0);
        cluster.await("the second copy", () -> holders("lone:/x"), count -> count == 2);

        assertThat(bob.holdfast("volume", "remove", "lone").expect(2).err())
                .contains("lone holds 1 file, 14 B.");
        bob.holdfast("volume", "remove", "lone", "--yes").expect(0);
        cluster.await("no volume", () -> ann.holdfast("ls", "lone:").exit(), exit -> exit == 4);
    }

    @Test
    @Order(13)
    void a_folder_goes_back_on_the_other_device_to_what_it_was() throws Exception {
        put("one\n", "files:/past/letter");
        put("two\n", "files:/past/letter");
        put("later\n", "files:/past/more");
        var versions =
                cluster.await(
                        "bob knows the whole history",
                        () ->
                                bob.json(0, "history", "files:/past")
                                        .getAsJsonObject()
                                        .getAsJsonArray("versions"),
                        found -> found.size() == 3);
        var first = versions.get(2).getAsJsonObject();
        assertThat(first.get("by").getAsString()).isEqualTo("ann");
        var then = first.get("at").getAsString();

        assertThat(bob.holdfast("cat", "files:/past/letter", "--at", then).expect(0).out())
                .isEqualTo("one\n");
        var got = folder.resolve("past");
        bob.holdfast("get", "files:/past", got.toString(), "--at", then).expect(0);
        assertThat(got.resolve("letter")).hasContent("one");
        assertThat(got.resolve("more")).doesNotExist();

        assertThat(bob.holdfast("restore", "files:/past", "--at", then, "--exact").expect(0).out())
                .contains("1 entry came back; 0 stood so already, 1 removed.");
        cluster.await(
                "it is so on ann too",
                () -> ann.holdfast("cat", "files:/past/letter").out(),
                text -> text.equals("one\n"));
        assertThat(ann.holdfast("ls", "files:/past").expect(0).out().lines())
                .containsExactly("letter");
    }

    private void put(String text, String place) throws IOException, InterruptedException {
        ann.holdfast("put", Files.writeString(folder.resolve("text"), text) + "", place).expect(0);
    }

    @Test
    @Order(14)
    void the_logs_tell_what_happened_and_no_secret() throws Exception {
        for (var member : List.of(ann, bob)) {
            var log = Logs.of(member);
            Logs.assertNoWords(log, Files.readString(folder.resolve("words")));
            assertThat(log).doesNotContain(used, "lake", "mine.txt", "lone", "/both", "letter");
        }
        assertThat(Logs.of(ann)).contains("DEVICE_JOINED");
    }

    /// The devices that hold the first chunk of a file.
    private int holders(String place) throws IOException, InterruptedException {
        return ann.json(0, "stat", place)
                .getAsJsonObject()
                .getAsJsonArray("chunks")
                .get(0)
                .getAsJsonObject()
                .getAsJsonArray("holders")
                .size();
    }
}
