package dev.holdfast.engine.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.sync.Action.Agree;
import dev.holdfast.engine.core.sync.Action.Forget;
import dev.holdfast.engine.core.sync.Trees.Part;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

class ObservationsTest {

    /// Such as come before a slash or after it in order, are composed in two ways, or are the first
    /// and the last there can be.
    private static final List<String> NAMES =
            List.of(
                    "a",
                    "a b",
                    "a-b",
                    "a0",
                    "ä",
                    "a\u0308",
                    "z",
                    "😀",
                    " ".repeat(254) + "!",
                    "\uDBFF\uDFFF".repeat(63) + "\uFFFF");

    private Observations observations = new Observations();

    @BeforeEach
    void nothing_is_known() {
        observations = new Observations();
    }

    private static Agreed directory(Sight sight) {
        return new Agreed(
                new Item.Directory(),
                sight,
                Optional.empty(),
                VersionVector.EMPTY,
                Agreed.Since.NOTHING);
    }

    private static Agreed file(long inode, long changedNanos) {
        return new Agreed(
                new Item.File(new Hash(1, 2, 3, inode), 7, false),
                new Sight(inode, 7, 5, changedNanos),
                Optional.empty(),
                VersionVector.EMPTY,
                Agreed.Since.NOTHING);
    }

    private static EntryPath at(String text) {
        return new EntryPath(text);
    }

    private void agree(String path, Agreed agreed) {
        observations.take(new Agree(at(path), agreed));
    }

    /// Counts how often it is asked, and cannot be gone through.
    private static final class Asked extends TreeMap<EntryPath, Integer> {

        private static final long serialVersionUID = 1;

        int times;

        @Override
        public Map.Entry<EntryPath, Integer> ceilingEntry(EntryPath key) {
            times++;
            return super.ceilingEntry(key);
        }

        @Override
        public Map.Entry<EntryPath, Integer> higherEntry(EntryPath key) {
            times++;
            return super.higherEntry(key);
        }

        @Override
        public Set<Map.Entry<EntryPath, Integer>> entrySet() {
            throw new AssertionError("all of it is gone through");
        }
    }

    /// Thousands of files are named in one batch.
    @Test
    void what_files_of_one_batch_have_in_common_is_kept_once() {
        for (int i = 1; i <= 3; i++) {
            var dot = new Dot(new Actor(new DeviceId(new Hash(1, 2, 3, 4)), 5), i / 3 + 1);
            var version = VersionVector.EMPTY.with(dot);
            var file = file(i, 9);
            var agreed =
                    new Agreed(file.item(), file.sight(), Optional.of(dot), version, file.since());
            observations.take(new Agree(at("f" + i), agreed));
            assertThat(observations.at(at("f" + i))).contains(agreed);
        }
        var first = observations.at(at("f1")).orElseThrow();
        var second = observations.at(at("f2")).orElseThrow();
        assertThat(second.version()).isSameAs(first.version());
        assertThat(second.wrote().orElseThrow()).isSameAs(first.wrote().orElseThrow());
    }

    @Test
    void what_is_in_a_directory_is_found_without_what_is_beside_and_below_it() {
        var all = new Asked();
        for (int i = 0; i < 10; i++) {
            all.put(at("d/" + i), i);
            for (int k = 0; k < 500; k++) {
                all.put(at("d/" + i + "/" + k), k);
                all.put(at("d " + i + "/" + k), k);
                all.put(at("e/" + i + "/" + k), k);
            }
        }
        var part = new Part();
        part.addDirectory(at("d"));
        assertThat(part.of(all)).hasSize(10);
        assertThat(all.times).isLessThan(30);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void a_part_has_what_belongs_to_it_and_nothing_else(long seed) {
        var random = new Random(seed);
        NavigableMap<EntryPath, Integer> all = new TreeMap<>();
        for (int i = 0; i < 400; i++) {
            all.put(path(random), i);
        }
        var part = new Part();
        for (int i = 0; i < 3; i++) {
            part.addDirectory(random.nextInt(5) == 0 ? EntryPath.ROOT : path(random));
            part.addTree(path(random));
            part.addPlace(path(random));
        }
        var some = new HashMap<>(all);
        some.keySet().removeIf(path -> !part.has(path.key()));
        assertThat(part.of(all)).isEqualTo(some);
    }

    private static EntryPath path(Random random) {
        var path = new StringBuilder(name(random));
        for (int i = random.nextInt(4); i > 0; i--) {
            path.append('/').append(name(random));
        }
        return new EntryPath(path.toString());
    }

    private static String name(Random random) {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    @Test
    void what_can_have_nothing_below_it_has_nothing() {
        var deep = at("d/".repeat(EntryPath.DEPTH_MAX - 1) + "d");
        var part = new Part();
        part.addDirectory(deep);
        part.addTree(deep);
        assertThat(part.of(new TreeMap<>(Map.of(deep, 1)))).isEmpty();
    }

    @Test
    void a_file_is_known_by_its_looks_whatever_its_name() {
        agree("a", file(1, 10));
        assertThat(observations.file(new Sight(1, 7, 5, 10))).isPresent();
        assertThat(observations.place(new Sight(1, 7, 5, 11))).contains(at("a"));
        assertThat(observations.file(new Sight(1, 7, 5, 11))).isEmpty();
        assertThat(observations.place(new Sight(1, 7, 6, 10))).isEmpty();
        assertThat(observations.place(new Sight(2, 7, 5, 10))).isEmpty();
    }

    @Test
    void a_file_that_went_or_was_replaced_is_known_no_more() {
        agree("a", file(1, 10));
        agree("a", file(2, 10));
        assertThat(observations.place(new Sight(1, 7, 5, 10))).isEmpty();
        assertThat(observations.place(new Sight(2, 7, 5, 10))).contains(at("a"));
        observations.take(new Forget(at("a")));
        assertThat(observations.place(new Sight(2, 7, 5, 10))).isEmpty();
    }

    @Test
    void of_a_file_with_two_names_the_other_stays_known() {
        agree("a", file(1, 10));
        agree("b", file(1, 10));
        observations.take(new Forget(at("a")));
        assertThat(observations.place(new Sight(1, 7, 5, 10))).contains(at("b"));
    }

    /// Where the system tells none, all files have the same.
    @Test
    void by_no_inode_nothing_is_known() {
        agree("a", file(0, 10));
        assertThat(observations.place(new Sight(0, 7, 5, 10))).isEmpty();
        assertThat(observations.file(new Sight(0, 7, 5, 10))).isEmpty();
    }

    @Test
    void another_directory_in_the_place_is_begun_with_nothing() {
        agree("a", file(1, 10));
        observations.begin("other");
        assertThat(observations.all().root()).isEqualTo("other");
        assertThat(observations.size()).isZero();
        assertThat(observations.place(new Sight(1, 7, 5, 10))).isEmpty();
    }

    @Test
    void directories_are_told_as_they_looked() {
        var sight = new Sight(3, 0, 5, 6);
        agree("d", directory(sight));
        agree("d/file", file(1, 10));
        var told = new HashMap<EntryPath, Sight>();
        observations.directories(told::put);
        assertThat(told).containsOnly(Map.entry(at("d"), sight));
    }

    @Test
    void what_was_taken_out_stays_as_it_was() {
        agree("a", file(1, 10));
        var before = observations.all();
        observations.take(new Forget(at("a")));
        assertThat(before.agreed()).containsOnlyKeys(at("a"));
    }
}
