package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testbed.cluster.Cluster;
import dev.holdfast.testbed.cluster.Cluster.Manner;
import dev.holdfast.testbed.cluster.Member;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Three devices keep one folder in step.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LinkedFoldersTest {

    private Path place;
    private Cluster cluster;
    private Member ann;
    private Member bob;
    private Member cat;

    @BeforeAll
    void three_linked_folders(@TempDir Path temporary) throws Exception {
        place = temporary;
        cluster = Cluster.of(place.resolve("pool"), Manner.PATIENT, "ann", "bob", "cat");
        ann = cluster.member("ann");
        bob = cluster.member("bob");
        cat = cluster.member("cat");
        for (var member : List.of(ann, bob, cat)) {
            Files.createDirectories(folder(member));
            member.holdfast("link", folder(member).toString(), "files:/docs").expect(0);
        }
    }

    @AfterAll
    void all_stop() {
        cluster.close();
    }

    private Path folder(Member member) {
        return place.resolve("folders").resolve(member.name());
    }

    private void write(Member member, String name, String text) throws IOException {
        var file = folder(member).resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /// What stands in a folder; nothing while it is being changed.
    private Map<String, String> files(Member member) throws IOException {
        try {
            return read(member);
        } catch (NoSuchFileException | UncheckedIOException e) {
            return Map.of();
        }
    }

    private Map<String, String> read(Member member) throws IOException {
        var files = new TreeMap<String, String>();
        try (var walk = Files.walk(folder(member))) {
            for (var file : walk.filter(Files::isRegularFile).toList()) {
                var name = folder(member).relativize(file).toString();
                if (!name.contains(".holdfast-")) {
                    files.put(name, Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return files;
    }

    /// Waits until all three have the same, which is what is meant.
    private Map<String, String> await(String what, Predicate<Map<String, String>> isMeant)
            throws Exception {
        var seen = Map.<String, String>of();
        for (var member : List.of(ann, bob, cat)) {
            seen =
                    cluster.await(
                                    member.name() + " has " + what,
                                    () -> List.of(files(member), files(ann)),
                                    both ->
                                            isMeant.test(both.getFirst())
                                                    && both.getFirst().equals(both.getLast()))
                            .getFirst();
        }
        return seen;
    }

    @Test
    @Order(1)
    void what_one_has_all_have() throws Exception {
        var large = Samples.random(place.resolve("large"), 5 << 20, 1);
        Files.copy(large, folder(bob).resolve("large"));
        write(ann, "letter.txt", "Dear Bob");
        write(cat, "notes/today", "rain");
        await("three files", files -> files.size() == 3);
        assertThat(folder(cat).resolve("large")).hasSameBinaryContentAs(large);
        assertThat(cat.holdfast("links").expect(0).out()).contains("files:/docs");
    }

    @Test
    @Order(2)
    void edits_renames_and_removals_follow() throws Exception {
        write(bob, "letter.txt", "Dear Ann");
        Files.move(folder(ann).resolve("large"), folder(ann).resolve("notes/huge"));
        Files.delete(folder(cat).resolve("notes/today"));
        var files = await("what is left", now -> now.keySet().equals(names()));
        assertThat(files).containsEntry("letter.txt", "Dear Ann");
    }

    private static Set<String> names() {
        return Set.of("letter.txt", "notes/huge");
    }

    @Test
    @Order(3)
    void of_two_edits_all_have_both() throws Exception {
        for (var member : List.of(ann, bob)) {
            member.holdfast("pause", folder(member).toString()).expect(0);
        }
        write(ann, "letter.txt", "Ann's words");
        write(bob, "letter.txt", "Bob's words, more of them");
        for (var member : List.of(ann, bob)) {
            member.holdfast("resume", folder(member).toString()).expect(0);
        }
        var files = await("both", now -> now.size() == 3);
        assertThat(files).containsValues("Ann's words", "Bob's words, more of them");
    }

    @Test
    @Order(4)
    void what_was_done_while_a_device_was_dead_comes_too() throws Exception {
        bob.kill();
        Files.delete(folder(bob).resolve("notes/huge"));
        write(bob, "offline", "written in the dark");
        write(ann, "meanwhile", "written in the light");
        bob.start();
        var files = await("all of it", now -> now.size() == 4);
        assertThat(files)
                .containsEntry("offline", "written in the dark")
                .containsEntry("meanwhile", "written in the light")
                .doesNotContainKey("notes/huge");
    }

    @Test
    @Order(5)
    void of_two_versions_one_person_chooses_for_all() throws Exception {
        var found = ann.holdfast("conflicts", "files:/docs").expect(0).out();
        assertThat(found).contains("files:/docs/letter.txt", "ann, here", "bob");
        ann.holdfast("resolve", "files:/docs/letter.txt", "--keep", "mine").expect(0);
        var files = await("one letter", now -> now.size() == 3);
        assertThat(files).containsEntry("letter.txt", "Ann's words");
        assertThat(bob.holdfast("conflicts").expect(0).out()).contains("No file has versions");
    }

    /// The brake, both of its answers, and the way back from the one that deletes.
    @Test
    @Order(6)
    void much_that_goes_at_once_is_asked_about_and_comes_back_in_one_step() throws Exception {
        for (int i = 0; i < 80; i++) {
            write(ann, "photos/" + i + ".jpg", "photo " + i);
        }
        var before = await("eighty photos", now -> now.size() == 83);
        assertThat(delete("photos")).isEqualTo(80);
        awaitQuestion();
        assertThat(ann.holdfast("status").expect(0).out())
                .contains("80 were deleted or changed here", "holdfast resume --undo");
        ann.holdfast("resume", folder(ann).toString(), "--undo").expect(0);
        assertThat(await("all again", now -> now.size() == 83)).isEqualTo(before);
        delete("photos");
        awaitQuestion();
        var agreed = ann.holdfast("resume", folder(ann).toString(), "--confirm").expect(0).out();
        var back = agreed.substring(agreed.indexOf("restore files:/docs --at")).strip();
        for (var member : List.of(bob, cat)) {
            cluster.await(
                    member.name() + " asks too",
                    () -> member.holdfast("links").expect(0).out(),
                    out -> out.contains("asks"));
            member.holdfast("resume", folder(member).toString(), "--confirm").expect(0);
        }
        await("no photos", now -> now.size() == 3);
        ann.holdfast(back.split(" ")).expect(0);
        assertThat(await("all again", now -> now.size() == 83)).isEqualTo(before);
    }

    private void awaitQuestion() throws Exception {
        cluster.await(
                "ann is asked",
                () -> ann.holdfast("links").expect(0).out(),
                out -> out.contains("asks"));
    }

    /// All of it at once, as the device sees it.
    private int delete(String directory) throws Exception {
        ann.holdfast("pause", folder(ann).toString()).expect(0);
        try (var files = Files.list(folder(ann).resolve(directory))) {
            var all = files.toList();
            for (var file : all) {
                Files.delete(file);
            }
            return all.size();
        } finally {
            ann.holdfast("resume", folder(ann).toString()).expect(0);
        }
    }
}
