package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Finding;
import dev.holdfast.engine.api.Finding.Care;
import dev.holdfast.engine.api.Finding.Left;
import dev.holdfast.engine.api.Finding.Mended;
import dev.holdfast.engine.api.Finding.Treated;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.store.disk.PackHeader;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Real homes, looked at from outside.
class ExaminationTest {

    @TempDir Path scratch;
    private Path place;
    private Home home;

    @BeforeEach
    void a_device_with_a_file() throws Exception {
        place = scratch.resolve("home");
        home = Home.at(place);
        home.init(
                new Home.Beginning("ann", OptionalLong.of(1L << 30), Optional.of("127.0.0.1:0")),
                words -> {});
        try (var node = home.node()) {
            var put =
                    new Command.PutStream(
                            new ByteArrayInputStream(new byte[100_000]),
                            new VolumePath("files", "/a"),
                            Optional.empty(),
                            Duration.ZERO);
            node.run(put, event -> {});
        }
    }

    private List<Treated> examined(Care care) throws Exception {
        return home.examine(care, event -> {});
    }

    private Map<String, Finding> found() throws Exception {
        return examined(Care.LOOK).stream()
                .map(Treated::finding)
                .collect(Collectors.toMap(Finding::check, Function.identity()));
    }

    private static Finding on(Map<String, Finding> found, String check) {
        return Objects.requireNonNull(found.get(check), check);
    }

    private static List<String> faults(Map<String, Finding> found) {
        return found.values().stream()
                .filter(Finding.Fault.class::isInstance)
                .map(Finding::check)
                .sorted()
                .toList();
    }

    @Test
    void a_device_at_rest_is_sound_and_still_is_after_being_looked_at() throws Exception {
        for (int i = 0; i < 2; i++) {
            var found = found();
            assertThat(faults(found)).isEmpty();
            assertThat(on(found, "daemon").what()).isEqualTo("No daemon runs.");
            assertThat(on(found, "books")).isInstanceOf(Finding.Sound.class);
        }
        try (var node = home.node()) {
            assertThat(node.status().device().name()).isEqualTo("ann");
        }
    }

    @Test
    void a_device_that_runs_is_looked_at_without_disturbing_it() throws Exception {
        try (var daemon = home.daemon()) {
            var found = found();
            assertThat(faults(found)).isEmpty();
            assertThat(on(found, "daemon").what()).isEqualTo("A daemon runs and answers.");
            assertThat(on(found, "port").what()).startsWith(daemon.address() + " is reached");
            assertThat(on(found, "books")).isInstanceOf(Finding.Unseen.class);
        }
    }

    @Test
    void what_is_wrong_is_found_all_at_once() throws Exception {
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
        var key = place.resolve("device.key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(place.resolve("settings"), "colour = red\n");
        flip(9);
        Files.writeString(place.resolve("daemon"), "api 1 1 token\n");

        var found = found();

        assertThat(faults(found)).containsExactly("home", "key", "packs", "settings");
        assertThat(on(found, "packs")).isInstanceOf(Finding.Endangered.class);
        assertThat(on(found, "daemon").what()).contains("was killed");
    }

    @Test
    void what_is_safe_is_mended_and_a_second_look_finds_it_sound() throws Exception {
        var key = place.resolve("device.key");
        var settings = place.resolve("settings");
        var good = Files.readString(settings);
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(settings, good + "colour = red\nrepair-after = 3h\n");
        Files.writeString(place.resolve("daemon"), "api 1 1 token\n");
        old(Files.writeString(place.resolve("settings.new"), "half"));
        old(Files.createDirectory(scratch.resolve(".home.making")));

        var treated = examined(new Care(false, true, false));

        assertThat(treated)
                .filteredOn(each -> each.treatment() instanceof Mended)
                .extracting(each -> each.finding().check())
                .containsExactly("home", "key", "settings", "daemon", "remains");
        assertThat(treated).allMatch(Treated::isSound);
        assertThat(faults(found())).isEmpty();
        assertThat(Files.readString(settings))
                .contains("# not understood: colour = red\nrepair-after = 3h\n");
        assertThat(Files.readString(place.resolve("settings.unreadable"))).startsWith(good);
        assertThat(scratch.resolve(".home.making")).doesNotExist();
        assertThat(place.resolve("daemon")).doesNotExist();
    }

    @Test
    void what_may_still_go_on_is_no_remains() throws Exception {
        Files.writeString(place.resolve("settings.new"), "half");
        assertThat(faults(found())).isEmpty();
    }

    @Test
    void with_a_daemon_only_that_is_mended_which_does_not_disturb_it() throws Exception {
        try (var _ = home.daemon()) {
            Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
            assertThat(examined(new Care(false, true, false))).allMatch(Treated::isSound);
        }
    }

    @Test
    void chunks_that_are_in_no_pack_any_more_are_missed() throws Exception {
        try (var packs = Files.list(place.resolve("packs"))) {
            for (var file : packs.toList()) {
                Files.delete(file);
            }
        }
        assertThat(on(found(), "chunks"))
                .isInstanceOf(Finding.Endangered.class)
                .extracting(Finding::what)
                .isEqualTo("Chunks kept here: 1, in no pack: 1, without another known copy: 1.");
    }

    @Test
    void one_flipped_bit_in_a_pack_is_found_by_reading_and_a_last_copy_never_goes()
            throws Exception {
        var sound = examined(new Care(true, false, false));
        assertThat(sound).allMatch(Treated::isSound);
        assertThat(sound.getLast().finding().what())
                .startsWith("Chunks in the packs: 1, all sound; 0 MiB read at ");
        flip(PackHeader.BYTES + 170);
        for (boolean fix : new boolean[] {false, true, false}) {
            var content =
                    examined(new Care(true, fix, false)).stream()
                            .filter(each -> each.finding().check().equals("content"))
                            .toList();
            assertThat(content).hasSize(2);
            assertThat(content.getFirst().finding())
                    .isInstanceOf(Finding.Endangered.class)
                    .extracting(Finding::what)
                    .isEqualTo(
                            "files:/a: 1 of its chunks cannot be read here; no other copy is"
                                    + " known.");
            assertThat(content.getLast().finding().what())
                    .startsWith(
                            "Chunks in the packs: 1, damaged: 1, gone: 0, without another known"
                                    + " copy: 1;");
            assertThat(content).allMatch(each -> each.treatment() instanceof Left == fix);
        }
    }

    @Test
    void what_runs_is_read_through_its_daemon() throws Exception {
        flip(PackHeader.BYTES + 170);
        var progress = new ArrayList<Event>();
        try (var _ = home.daemon()) {
            var treated = home.examine(new Care(true, false, false), progress::add);
            assertThat(treated).anyMatch(each -> each.finding().what().startsWith("files:/a: 1"));
        }
        assertThat(progress).isNotEmpty();
    }

    @Test
    void the_packs_of_a_device_that_does_not_start_are_read_too() throws Exception {
        flip(PackHeader.BYTES + 170);
        Files.write(place.resolve("catalog.db"), new byte[8192]);
        var treated = examined(new Care(true, false, false));
        assertThat(treated.getLast().finding())
                .isInstanceOf(Finding.Endangered.class)
                .extracting(Finding::what, as(STRING))
                .startsWith("Chunks in the packs: 1, damaged: 1; ");
    }

    @Test
    void a_catalog_is_made_anew_when_nobody_has_the_home_open() throws Exception {
        Files.write(place.resolve("catalog.db"), new byte[8192]);
        var rebuild = new Care(false, false, true);
        var rebuilt = examined(rebuild);
        assertThat(rebuilt).allMatch(Treated::isSound);
        assertThat(rebuilt.getFirst().finding().what())
                .matches("Made anew from .* chunks kept here: 1, .* aside: catalog.db.aside-.*");
        try (var _ = home.daemon()) {
            assertThatThrownBy(() -> examined(rebuild))
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining("cannot be rebuilt");
        }
    }

    private void flip(int at) throws IOException {
        try (var packs = Files.list(place.resolve("packs"))) {
            var pack = packs.filter(file -> file.toString().endsWith(".pack")).findAny();
            flip(pack.orElseThrow(), at);
        }
    }

    private static void flip(Path file, int at) throws IOException {
        var bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }

    private static void old(Path path) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    }
}
