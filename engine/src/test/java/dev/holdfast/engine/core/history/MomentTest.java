package dev.holdfast.engine.core.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.EntryVersion;
import dev.holdfast.engine.core.tree.Projection;
import dev.holdfast.engine.core.tree.Shown;
import dev.holdfast.engine.core.tree.Writer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;

/// Three devices write and move the same few names without hearing all of each other; then somebody
/// asks what stood when.
class MomentTest {

    private static final List<String> NAMES = List.of("a", "b.txt", "d", "d/a", "d/e/b.txt", "c");

    private static final int PAGE = 2;

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    private final List<Writer> devices =
            List.of(new Writer("ann"), new Writer("bob"), new Writer("cat"));

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_part_looks_as_it_does_in_the_whole(long seed) {
        var chance = new Random(seed);
        var all = story(chance);
        for (long at = 999; at < 1040; at += 1 + chance.nextInt(4)) {
            var whole = moment(EntryPath.ROOT, all, at);
            for (var top : List.of("", "d", "d/e", "a", "c")) {
                var path = new EntryPath(top);
                Collections.shuffle(all, chance);
                var part = moment(path, all, at);
                assertThat(Projection.find(part, path)).isEqualTo(Projection.find(whole, path));
                assertThat(below(part, path)).isEqualTo(below(whole, path));
            }
        }
    }

    /// What is listed can be asked for by its name.
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_conflict_copy_is_found_by_its_name_as_in_the_whole(long seed) {
        var chance = new Random(seed);
        var all = story(chance);
        for (long at = 999; at < 1040; at += 1 + chance.nextInt(4)) {
            var whole = moment(EntryPath.ROOT, all, at);
            for (var shown : below(whole, EntryPath.ROOT)) {
                if (shown.isConflict()) {
                    var part = moment(shown.path(), all, at);
                    assertThat(Projection.find(part, shown.path())).contains(shown);
                }
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void at_the_end_stands_what_stands(long seed) {
        var chance = new Random(seed);
        var all = story(chance);
        var now = new Writer("dan");
        now.receive(all);
        var names = new TreeSet<String>();
        below(moment(EntryPath.ROOT, all, 10_000), EntryPath.ROOT)
                .forEach(shown -> names.add(shown.path().text()));
        assertThat(names).isEqualTo(new TreeSet<>(now.names().keySet()));
    }

    @Test
    void what_came_late_and_was_written_before_counts() {
        var ann = devices.get(0).at(1000);
        var bob = devices.get(1).at(1010);
        ann.put("a", "hers");
        bob.put("a", "his");
        var all = new ArrayList<EntryVersion>();
        devices.forEach(device -> device.written.forEach(all::addAll));
        assertThat(below(moment(EntryPath.ROOT, all, 1000), EntryPath.ROOT)).isEmpty();
        assertThat(below(moment(EntryPath.ROOT, all, 1001), EntryPath.ROOT)).hasSize(1);
        assertThat(below(moment(EntryPath.ROOT, all, 1011), EntryPath.ROOT)).hasSize(2);
    }

    /// Everything anybody wrote, between the times 1000 and 1040.
    private List<EntryVersion> story(Random chance) {
        devices.forEach(device -> device.at(1000 + chance.nextInt(10)));
        for (int step = 0; step < 25; step++) {
            var device = devices.get(chance.nextInt(3));
            if (chance.nextInt(3) == 0) {
                device.receive(written(devices.get(chance.nextInt(3))));
            } else {
                change(device, chance, step);
            }
        }
        var all = new ArrayList<EntryVersion>();
        devices.forEach(device -> all.addAll(written(device)));
        return all;
    }

    private static List<EntryVersion> written(Writer device) {
        return device.written.stream().flatMap(List::stream).toList();
    }

    private static void change(Writer device, Random chance, int step) {
        var names = device.names();
        var shown = List.copyOf(names.keySet());
        var one = shown.isEmpty() ? "" : shown.get(chance.nextInt(shown.size()));
        var name = NAMES.get(chance.nextInt(NAMES.size()));
        boolean isFile = names.containsKey(one) && !"directory".equals(names.get(one));
        int what = chance.nextInt(4);
        if (what == 0 && isFile) {
            device.remove(one);
        } else if (what == 1 && isFile && !"directory".equals(names.get(name))) {
            device.move(one, name);
        } else if (what == 2) {
            device.mkdir(name);
        } else {
            device.put(name, "content " + step);
        }
    }

    private static Moment moment(EntryPath top, List<EntryVersion> all, long at) {
        var part = new Part(top);
        all.forEach(version -> part.look(version.entry()));
        var moment = new Moment(part, Instant.ofEpochMilli(at));
        all.forEach(moment::hear);
        return moment;
    }

    private static List<Shown> below(Moment moment, EntryPath directory) {
        var all = new ArrayList<Shown>();
        Optional<EntryPath> after = Optional.empty();
        for (var page = moment.list(directory, after, PAGE);
                !page.isEmpty();
                page = moment.list(directory, after, PAGE)) {
            for (var shown : page) {
                all.add(shown);
                if (shown.isDirectory()) {
                    all.addAll(below(moment, shown.path()));
                }
            }
            after = Optional.of(page.getLast().home());
        }
        return all;
    }
}
