package dev.holdfast.engine.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.namespace.EntryVersion;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Three devices write the same few names, hear of each other late and in any order. To replay a
/// failure, put its seed alone in `seeds`.
class ConvergenceTest {

    private static final List<String> NAMES = List.of("a", "b.txt", "d", "d/a", "d/e/b.txt", "c");

    static LongStream seeds() {
        return LongStream.range(0, 2000);
    }

    private final List<Writer> devices =
            List.of(new Writer("ann"), new Writer("bob"), new Writer("cat"));
    private final Set<String> contents = new HashSet<>();
    private final Set<String> takenAway = new HashSet<>();

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void all_see_the_same_names_and_nothing_is_lost(long seed) {
        var chance = new Random(seed);
        devices.forEach(device -> device.at(1000 + chance.nextInt(20)));
        for (int step = 0; step < 25; step++) {
            var device = devices.get(chance.nextInt(3));
            if (chance.nextInt(3) == 0) {
                hearOfSome(device, chance);
            } else {
                change(device, chance, step);
            }
        }
        var all = new ArrayList<EntryVersion>();
        devices.forEach(d -> d.written.forEach(all::addAll));
        devices.forEach(device -> device.receive(shuffled(all, chance)));
        assertSame(all, chance);
        var kept = new HashSet<>(contents);
        kept.removeAll(takenAway);
        assertThat(devices.getFirst().names().values()).containsAll(kept);
    }

    private void assertSame(List<EntryVersion> all, Random chance) {
        var afresh = new Writer("dan");
        afresh.receive(shuffled(all, chance));
        for (var device : devices) {
            assertThat(device.names()).isEqualTo(afresh.names());
            for (var version : all) {
                var place = version.entry().path();
                for (var p = place; !p.isRoot(); p = p.parent()) {
                    assertThat(device.rows.row(p)).as(p.text()).isEqualTo(afresh.rows.row(p));
                }
            }
        }
    }

    private static List<EntryVersion> shuffled(List<EntryVersion> all, Random chance) {
        var shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, chance);
        return shuffled;
    }

    private void hearOfSome(Writer device, Random chance) {
        var other = devices.get(chance.nextInt(3));
        int upTo = chance.nextInt(other.written.size() + 1);
        other.written.subList(0, upTo).forEach(device::receive);
    }

    private void change(Writer device, Random chance, int step) {
        var before = device.names();
        var name = NAMES.get(chance.nextInt(NAMES.size()));
        var shown = List.copyOf(before.keySet());
        var one = shown.isEmpty() ? "" : shown.get(chance.nextInt(shown.size()));
        boolean isFile = before.containsKey(one) && !"directory".equals(before.get(one));
        var target = name;
        int what = chance.nextInt(7);
        var conflicts = device.conflicts();
        if (what == 6 && !conflicts.isEmpty()) {
            settle(device, conflicts.get(chance.nextInt(conflicts.size())), chance);
            return;
        }
        if (what == 0 && !one.isEmpty()) {
            device.remove(one);
        } else if (what <= 2 && isFile && !"directory".equals(before.get(name))) {
            device.move(one, name);
        } else if (what == 3) {
            device.mkdir(name);
        } else {
            target = isFile && chance.nextBoolean() ? one : name;
            device.put(target, "content " + step);
            contents.add(Writer.hash("content " + step).toString());
        }
        note(before, device.names(), one, target);
    }

    /// Keeps some of the versions, the first of them under the plain name.
    private void settle(Writer device, Conflict conflict, Random chance) {
        var before = device.names();
        var rivals = conflict.rivals();
        int first = conflict.winner().isDirectory() ? 0 : chance.nextInt(rivals.size());
        var kept =
                IntStream.concat(
                                IntStream.of(first),
                                IntStream.range(first + 1, rivals.size())
                                        .filter(_ -> chance.nextBoolean()))
                        .toArray();
        device.settle(conflict, kept);
        var gone = gone(before, device.names());
        var about = rivals.stream().map(rival -> before.get(rival.path().text())).toList();
        assertThat(about).containsAll(gone);
        for (int each : kept) {
            assertThat(device.names()).containsValue(about.get(each));
        }
        takenAway.addAll(gone);
    }

    /// What a change makes vanish must have been shown under one of the names it was about.
    private void note(
            Map<String, String> before, Map<String, String> after, String one, String target) {
        var gone = gone(before, after);
        assertThat(List.of(before.getOrDefault(one, ""), before.getOrDefault(target, "")))
                .containsAll(gone);
        takenAway.addAll(gone);
    }

    private static List<String> gone(Map<String, String> before, Map<String, String> after) {
        var gone = new ArrayList<>(before.values());
        after.values().forEach(gone::remove); // one of two equal ones may go
        return gone.stream().filter(content -> !content.equals("directory")).toList();
    }
}
