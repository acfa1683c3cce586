package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.api.WaitPolicy;
import dev.holdfast.testbed.cluster.Cluster;
import dev.holdfast.testbed.cluster.Member;
import dev.holdfast.testbed.fault.Halts;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/// A real device whose process ends at a step on its disks, and is started again.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisplayName("V5 J7 a process that ends at any step loses nothing and shows nothing half done")
class HaltTest {

    private static final int SIZE = 50_000;
    private static final Duration END_MAX = Duration.ofSeconds(60);

    private final Map<String, byte[]> acknowledged = new TreeMap<>();
    private final Random chance = new Random(11);
    private Cluster cluster;
    private Member ann;

    @BeforeAll
    void a_pool_of_one(@TempDir Path folder) throws Exception {
        var manner = new Cluster.Manner(Map.of(), List.of(Halts.FLAG));
        cluster = Cluster.of(folder, manner, "ann");
        ann = cluster.member("ann");
    }

    @AfterAll
    void all_stop() {
        cluster.close();
    }

    private static VolumePath at(String name) {
        return new VolumePath("files", "/" + name);
    }

    private byte[] content() {
        var content = new byte[SIZE];
        chance.nextBytes(content);
        return content;
    }

    private void put(String name, byte[] content) throws NodeException, InterruptedException {
        var local = Optional.<WaitPolicy>of(new WaitPolicy.Local());
        var source = new ByteArrayInputStream(content);
        ann.run(new Command.PutStream(source, at(name), local, Duration.ZERO));
    }

    private void removed(String name) throws NodeException, InterruptedException {
        ann.run(new Command.Remove(at(name), false));
    }

    private Map<String, byte[]> shown() throws NodeException, InterruptedException {
        var shown = new TreeMap<String, byte[]>();
        var list = new Command.ListEntries(new VolumePath("files", "/"), true, Optional.empty());
        for (Outcome.Row row : ann.run(list).rows()) {
            var content = new ByteArrayOutputStream();
            ann.run(new Command.GetStream(new VolumePath("files", row.path()), content));
            shown.put(row.path().substring(1), content.toByteArray());
        }
        return shown;
    }

    /// The process ends while it does something, and another takes its place.
    private void halts(String place, int time, ThrowingCallable deed) throws Exception {
        Halts.at(ann.directory(), place, time);
        assertThatThrownBy(deed).as(place).isInstanceOf(NodeException.class);
        assertThat(ann.awaitEnd(END_MAX)).isEqualTo(Halts.EXIT);
        Halts.nowhere(ann.directory());
        ann.start();
    }

    /// All that was acknowledged is there, and of one name either what was or what was to be.
    private void assertWhole(String name, Optional<byte[]> wanted) throws Exception {
        var shown = shown();
        var there = Optional.ofNullable(shown.remove(name));
        var before = Optional.ofNullable(acknowledged.get(name));
        assertThat(isSame(there, before) || isSame(there, wanted))
                .as("%s is there whole or not at all", name)
                .isTrue();
        var others = new TreeMap<>(acknowledged);
        others.remove(name);
        assertThat(shown.keySet()).isEqualTo(others.keySet());
        others.forEach((other, content) -> assertThat(shown.get(other)).isEqualTo(content));
    }

    private static boolean isSame(Optional<byte[]> one, Optional<byte[]> other) {
        return Arrays.equals(one.orElse(null), other.orElse(null));
    }

    @Test
    @Order(1)
    void a_put_into_a_pack_that_is_just_begun() throws Exception {
        var content = content();
        for (var place : List.of("packs/create/after", "packs/sync/before")) {
            halts(place, 1, () -> put("first", content));
            assertWhole("first", Optional.of(content));
        }
        put("first", content);
        acknowledged.put("first", content);
        assertWhole("first", Optional.empty());
    }

    @ParameterizedTest(name = "put: {0} for the {1}. time")
    @CsvSource({
        "packs/write/after, 1",
        "journal/write/after, 2",
        "journal/force/after, 2",
        "catalog/apply/before, 3",
        "journal/force/after, 3"
    })
    @Order(2)
    void a_put_that_is_cut_off_is_there_whole_or_not_at_all(String place, int time)
            throws Exception {
        cutOff(place, time, "kept");
    }

    private void cutOff(String place, int time, String name) throws Exception {
        var content = content();
        halts(place, time, () -> put(name, content));
        assertWhole(name, Optional.of(content));
        put(name, content);
        acknowledged.put(name, content);
        assertWhole(name, Optional.empty());
    }

    @ParameterizedTest(name = "remove: {0} for the {1}. time")
    @CsvSource({"journal/write/after, 1", "journal/force/after, 1", "catalog/apply/after, 1"})
    @Order(3)
    void a_removal_that_is_cut_off_has_happened_or_not(String place, int time) throws Exception {
        var content = content();
        put("gone", content);
        acknowledged.put("gone", content);
        halts(place, time, () -> removed("gone"));
        assertWhole("gone", Optional.empty());
        acknowledged.remove("gone");
        if (shown().containsKey("gone")) {
            removed("gone");
        }
        assertWhole("gone", Optional.empty());
    }

    /// A journal that was not closed in order is gone on with in a new segment.
    @ParameterizedTest(name = "start: {0} for the {1}. time")
    @CsvSource({"journal/create/after, 1", "journal/write/after, 2", "packs/force/before, 1"})
    @Order(4)
    void a_start_that_is_cut_off_is_made_good_by_the_next(String place, int time) throws Exception {
        var content = content();
        put("last", content);
        acknowledged.put("last", content);
        ann.kill();
        ann.awaitEnd(END_MAX);
        Halts.at(ann.directory(), place, time);
        var halted = ann.begin("daemon").awaitExit(END_MAX);
        assertThat(halted.exit()).as(place).isEqualTo(Halts.EXIT);
        Halts.nowhere(ann.directory());
        ann.start();
        assertWhole("last", Optional.of(content));
    }
}
