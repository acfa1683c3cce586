package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.Coverage;
import dev.holdfast.engine.core.sync.Plan.Problem;
import dev.holdfast.engine.core.sync.Plan.Reason;
import dev.holdfast.engine.core.sync.Rules;
import dev.holdfast.engine.folder.LocalTree.OwnHome;
import dev.holdfast.engine.folder.SeenFiles;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Two folders that do not have all of their place in common: some is left alone, some is not
/// wanted, some cannot be.
@Timeout(60)
class LeftAloneTest {

    @TempDir Path place;

    private final Den den = new Den();
    private LinkedSide ann;
    private LinkedSide bob;

    LeftAloneTest() throws Exception {}

    @BeforeEach
    void two_folders() throws Exception {
        ann = new LinkedSide(den, Files.createDirectory(place.resolve("ann")));
        bob = new LinkedSide(den, Files.createDirectory(place.resolve("bob")));
    }

    private void settle() throws NodeException, InterruptedException {
        LinkedSide.settle(ann, bob);
    }

    private void assertSame() throws IOException {
        assertThat(ann.all()).isEqualTo(bob.all());
    }

    @Test
    void what_is_to_be_left_alone_neither_goes_nor_comes() throws Exception {
        bob.write("a.log", "Bob's");
        settle();
        ann.write(".holdfastignore", "*.log\n/cache/\n");
        ann.write("b.log", "Ann's");
        ann.write("cache/x", "cached");
        ann.write("d/cache", "a file");
        settle();
        assertThat(bob.all()).containsOnlyKeys(".holdfastignore", "a.log", "d", "d/cache");
        Files.delete(ann.folder.resolve("a.log"));
        bob.write("a.log", "Bob's, later");
        settle();
        assertThat(bob.read("a.log")).isEqualTo("Bob's, later");
        assertThat(ann.all()).doesNotContainKey("a.log").containsKeys("b.log", "cache/x");
    }

    @Test
    void a_file_that_is_called_nearly_as_a_part_is_a_persons() throws Exception {
        var part = ".holdfast-0123456789abcdef-" + "0123456789abcdef".repeat(2);
        ann.write(".holdfast-notes.part", "Ann's");
        ann.write(part + "-x.part", "Ann's too");
        ann.write(part + "-1.part", "what a get has left");
        ann.write(part + ".part", "what another has left");
        settle();
        assertThat(ann.read(".holdfast-notes.part")).isEqualTo("Ann's");
        assertThat(bob.read(".holdfast-notes.part")).isEqualTo("Ann's");
        assertThat(bob.read(part + "-x.part")).isEqualTo("Ann's too");
        assertThat(ann.folder.resolve(part + "-1.part")).doesNotExist();
        assertThat(ann.folder.resolve(part + ".part")).doesNotExist();
        assertThat(bob.folder.resolve(part + ".part")).doesNotExist();
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void what_is_of_the_home_of_the_device_is_named_and_neither_read_nor_replaced()
            throws Exception {
        var home = Files.createDirectory(ann.folder.resolveSibling("home"));
        var keys = Files.writeString(home.resolve("keys"), "the keys");
        Files.createLink(ann.folder.resolve("second"), keys);
        den.files = den.files(SeenFiles.none(), OwnHome.at(home));
        ann.write("other", "other");
        bob.write("second", "of another device");

        settle();

        assertThat(bob.all()).containsOnlyKeys("other", "second");
        assertThat(bob.read("second")).isEqualTo("of another device");
        assertThat(ann.read("second")).isEqualTo("the keys");
        assertThat(ann.pass().unfit().get("second")).contains("home of this device");
    }

    /// Its bytes would be others elsewhere.
    @Test
    @EnabledOnOs(OS.LINUX)
    void a_link_whose_target_is_no_text_stays_where_it_is_and_is_named() throws Exception {
        var made =
                new ProcessBuilder("sh", "-c", "ln -s \"$(printf '\\377\\376')\" link")
                        .directory(ann.folder.toFile())
                        .start();
        assertThat(made.waitFor()).isZero();
        ann.write("other", "other");
        settle();
        assertThat(bob.all()).containsOnlyKeys("other");
        assertThat(ann.all()).containsKey("link");
        assertThat(ann.pass().unfit().get("link")).contains("target");
        assertThat(den.put(ann.folder, "/put").files()).isEqualTo(1);
        assertThat(den.missed()).hasSize(1);
    }

    @Test
    void what_is_not_left_alone_any_more_deletes_nothing() throws Exception {
        ann.write("a.log", "a");
        ann.write("c", "c");
        settle();
        ann.write(".holdfastignore", "*.log");
        settle();
        Files.delete(ann.folder.resolve("a.log"));
        bob.write("b.log", "b");
        settle();
        Files.delete(ann.folder.resolve(".holdfastignore"));
        settle();
        settle();
        assertSame();
        assertThat(ann.all()).isEqualTo(Map.of("a.log", "a", "b.log", "b", "c", "c"));
    }

    @Test
    void a_folder_that_begins_obeys_the_rules_of_the_volume_from_the_first_look_on()
            throws Exception {
        ann.write("a.log", "a");
        ann.write("a", "a");
        LinkedSide.settle(ann);
        ann.write(".holdfastignore", "*.log");
        LinkedSide.settle(ann);
        settle();
        assertThat(bob.all()).containsOnlyKeys(".holdfastignore", "a");
    }

    @Test
    void rules_that_cannot_be_followed_stop_all_until_they_are_mended() throws Exception {
        ann.write(".holdfastignore", "x\n".repeat(2_000));
        ann.write("a", "a");
        assertThatThrownBy(ann::pass).hasMessageContaining("more than 1000 patterns");
        ann.write(".holdfastignore", "x");
        settle();
        assertThat(bob.all()).containsOnlyKeys(".holdfastignore", "a");
    }

    @Test
    void rules_that_somebody_else_has_spoilt_are_mended_in_the_folder() throws Exception {
        ann.write(".holdfastignore", "x");
        settle();
        var spoilt = Files.write(place.resolve("spoilt"), new byte[] {(byte) 0xff});
        den.put(spoilt, "/docs/.holdfastignore");
        assertThatThrownBy(this::settle).hasMessageContaining("no text in UTF-8");
        ann.write(".holdfastignore", "y");
        ann.write("a", "a");
        settle();
        assertSame();
        assertThat(bob.all()).containsEntry(".holdfastignore", "y").containsKey("a");
    }

    @Test
    void a_folder_has_only_the_parts_that_are_wanted() throws Exception {
        bob.rules = parts("photos/2026", "letters");
        ann.write("photos/2025/a", "old");
        ann.write("photos/2026/a", "new");
        ann.write("letters/a", "dear");
        ann.write("music", "la");
        settle();
        assertThat(bob.all())
                .containsOnlyKeys("letters", "letters/a", "photos", "photos/2026", "photos/2026/a");
        bob.write("photos/2025/b", "Bob's own");
        bob.write("photos/2026/b", "Bob's");
        settle();
        assertThat(ann.all()).containsKey("photos/2026/b").doesNotContainKey("photos/2025/b");
        assertThat(bob.pass().plan().problems()).isEmpty();
    }

    @Test
    void other_parts_later_delete_nothing_anywhere() throws Exception {
        ann.write("a/x", "x");
        ann.write("b/y", "y");
        settle();
        bob.rules = parts("b");
        settle();
        assertThat(bob.all()).containsKeys("a/x", "b/y");
        Files.delete(bob.folder.resolve("a/x"));
        settle();
        assertThat(ann.all()).containsKeys("a/x", "b/y");
        bob.rules = Rules.BOTH_WAYS;
        settle();
        assertSame();
        assertThat(bob.all()).containsKeys("a/x", "b/y");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void names_that_differ_in_case_are_two_where_the_file_system_says_so() throws Exception {
        ann.write("a", "small");
        ann.write("A", "large");
        bob.write("b", "small");
        settle();
        assertSame();
        assertThat(bob.all()).containsEntry("a", "small").containsEntry("A", "large");
    }

    @Test
    void a_path_that_is_too_long_only_in_the_volume_is_told_and_stays() throws Exception {
        var above = ("x".repeat(EntryPath.NAME_MAX) + "/").repeat(14) + "x".repeat(254);
        ann.write(above + "/x", "deep");
        ann.write("a", "a");
        assertThat(ann.pass().unfit()).containsOnlyKeys(above + "/x");
        settle();
        assertThat(bob.all()).containsKeys("a", above).doesNotContainKey(above + "/x");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void what_is_no_file_is_named_and_stays_and_what_it_has_replaced_stays_elsewhere()
            throws Exception {
        ann.write("a", "a file");
        ann.write("b", "b");
        settle();
        Files.delete(ann.folder.resolve("a"));
        try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(ann.folder.resolve("a")));
            settle();
            var passed = ann.pass();
            assertThat(passed.unfit())
                    .containsEntry("a", "it is no file, directory or symbolic link");
            assertThat(passed.plan().problems())
                    .containsExactly(new Problem(new EntryPath("a"), Reason.UNREAD));
        }
        assertThat(bob.read("a")).isEqualTo("a file");
        ann.write(".holdfastignore", "/a");
        settle();
        assertThat(ann.pass().unfit()).isEmpty();
        assertThat(ann.pass().plan().problems()).isEmpty();
        assertThat(bob.read("a")).isEqualTo("a file");
    }

    private static Rules parts(String... parts) {
        var only = Stream.of(parts).map(EntryPath::new).collect(Collectors.toSet());
        return new Rules(Rules.Mode.BOTH, new Coverage(only, List.of()), false, Rules.Answer.NONE);
    }
}
