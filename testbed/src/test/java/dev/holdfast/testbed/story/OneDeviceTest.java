package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;

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
import java.nio.file.attribute.PosixFilePermissions;

/// A device alone, whose disk and home go wrong.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OneDeviceTest {

    private Path folder;
    private Cluster cluster;
    private Member ann;

    @BeforeAll
    void a_pool_of_one(@TempDir Path temporary) throws Exception {
        folder = temporary;
        cluster = Cluster.of(folder, "ann");
        ann = cluster.member("ann");
    }

    @AfterAll
    void all_stop() {
        cluster.close();
    }

    @Test
    @Order(1)
    @DisplayName("P2 a chunk whose only copy is changed is never given out")
    void a_changed_chunk_is_never_given_out() throws Exception {
        var file = Samples.random(folder.resolve("only"), 6 << 20, 2);
        ann.holdfast("put", file.toString(), "files:/only", "--wait", "local").expect(0);
        assertThat(ann.stop()).isTrue();
        Damage.to(ann.directory().resolve("packs"));
        ann.start();
        var there = Files.createDirectory(folder.resolve("there"));
        damaged(ann.holdfast("get", "files:/only", there.toString()));
        damaged(ann.holdfast("cat", "files:/only"));
        try (var left = Files.list(there)) {
            assertThat(left).isEmpty();
        }
        assertThat(ann.holdfast("ls", "files:").expect(0).out()).contains("only");
    }

    private static void damaged(Finished finished) {
        Said.refused(
                finished,
                1,
                "A chunk on this device's disk is damaged, and no other copy answered.",
                "Bring the other devices online and try again.");
    }

    @Test
    @Order(2)
    void a_home_of_a_later_version_is_left_alone() throws Exception {
        assertThat(ann.stop()).isTrue();
        var version = ann.directory().resolve("version");
        var known = Files.readString(version);
        Files.writeString(version, "holdfast home 2\n");
        for (var command : new String[] {"status", "daemon"}) {
            Said.refused(
                    ann.holdfast(command),
                    1,
                    "The home %s is of version \"holdfast home 2\"; this program knows \"holdfast home 1\"."
                            .formatted(ann.directory()),
                    "Use the version of Holdfast that made it, or join with a home of another"
                            + " name.");
        }
        Files.writeString(version, known);
    }

    @Test
    @Order(3)
    void a_key_that_others_can_read_is_not_used() throws IOException, InterruptedException {
        var key = ann.directory().resolve("device.key");
        var own = Files.getPosixFilePermissions(key);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        for (var command : new String[] {"status", "daemon"}) {
            Said.refused(
                    ann.holdfast(command),
                    1,
                    "Other users of this machine can read the device key at " + key + ".",
                    "Run \"chmod 600 "
                            + key
                            + "\", and if somebody else may have copied it, remove this device"
                            + " from the pool and join again.");
        }
        Files.setPosixFilePermissions(key, own);
        assertThat(ann.holdfast("status").expect(0).out())
                .containsOnlyOnce("Copies are made only while Holdfast runs");
    }

    @Test
    @Order(4)
    void a_daemon_in_the_background_outlives_who_started_it_and_ends_when_told() throws Exception {
        ann.stop();
        try {
            assertThat(ann.holdfast("start").expect(0).out()).startsWith("ready " + ann.address());
            assertThat(ann.holdfast("start").expect(0).out()).contains("Holdfast ran already.");
            assertThat(ann.holdfast("status", "--json").expect(0).out())
                    .contains("\"running\":true");
        } finally {
            assertThat(ann.holdfast("stop").expect(0).out()).startsWith("Stopped.");
        }
        assertThat(ann.holdfast("stop").expect(0).out()).isEqualTo("No daemon ran.\n");
        assertThat(ann.directory().resolve("daemon")).doesNotExist();
    }

    @Test
    @Order(5)
    void the_doctor_finds_what_is_wrong_whether_the_device_runs_or_not() throws Exception {
        assertThat(ann.holdfast("doctor").expect(1).out())
                .contains("No daemon runs.", "hindered    damage    ", "no sound cop");
        ann.start();
        assertThat(ann.holdfast("doctor").expect(1).out()).contains("A daemon runs and answers.");
        var own = Files.getPosixFilePermissions(ann.directory());
        Files.setPosixFilePermissions(
                ann.directory(), PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(ann.holdfast("doctor", "--json").expect(1).out())
                .startsWith("{\"sound\":false,")
                .contains("{\"check\":\"home\",\"consequence\":\"exposed\",");
        Files.setPosixFilePermissions(ann.directory(), own);
    }

    @Test
    @Order(6)
    void what_happened_is_told_a_line_each() throws Exception {
        ann.holdfast("mkdir", "files:/heard").expect(0);
        assertThat(ann.holdfast("events", "--json").expect(0).out().lines())
                .isNotEmpty()
                .allMatch(line -> JsonParser.parseString(line).isJsonObject())
                .anyMatch(line -> line.contains("\"what\":\"Made files:/heard.\""));
        assertThat(ann.holdfast("events").expect(0).out()).contains("  Made files:/heard.\n");
    }
}
