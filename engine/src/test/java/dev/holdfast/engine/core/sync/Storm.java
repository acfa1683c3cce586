package dev.holdfast.engine.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.tree.Shown;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Several devices with one folder in step, people who change files at any moment, and whatever can
/// go wrong between two steps. All from one seed.
final class Storm {

    private static final List<String> NAMES =
            List.of("a", "b.txt", "d", "d/a", "d/e", "d/e/b.txt", "c", "e/x", "e");

    /// Somebody agrees to whatever a brake asks.
    private static final Rules AGREED =
            new Rules(Rules.Mode.BOTH, Coverage.ALL, false, Rules.Answer.AGREED);

    /// Rounds of every device in which all must have come to the same. A round moves what it can;
    /// one that makes room is followed by one that uses it.
    private static final int ROUNDS_MAX = 40;

    final List<LinkedDevice> devices = new ArrayList<>();
    private final Random chance;
    private final Set<Hash> written = new HashSet<>();
    private final Set<Hash> takenAway = new HashSet<>();
    private int made;

    /// What else happens.
    record Weather(boolean losesSynced, boolean editsVolume) {}

    private final Weather weather;

    Storm(long seed, int count, Weather weather) {
        chance = new Random(seed);
        this.weather = weather;
        for (int i = 0; i < count; i++) {
            var millis = 1_000_000L + chance.nextInt(50);
            devices.add(new LinkedDevice("device " + i, millis, AGREED));
        }
    }

    void rage(int steps) {
        for (int step = 0; step < steps; step++) {
            var device = any(devices);
            switch (chance.nextInt(10)) {
                case 0, 1 -> person(device);
                case 2 -> device.volume.hearOne(any(devices).volume);
                case 3 -> {
                    if (chance.nextInt(4) == 0) {
                        device.kill();
                    } else if (weather.losesSynced && chance.nextInt(8) == 0) {
                        device.loseSynced();
                    } else if (weather.editsVolume) {
                        inVolume(device);
                    }
                }
                default -> {
                    for (int i = chance.nextInt(6); i >= 0; i--) {
                        device.step();
                    }
                }
            }
        }
    }

    /// Everything calms down; then all have the same, and nothing is missing.
    void settle() {
        int rounds = 0;
        boolean isCalm = false;
        while (!isCalm) {
            assertThat(++rounds).as("rounds until all have the same").isLessThan(ROUNDS_MAX);
            isCalm = true;
            for (var device : devices) {
                for (var other : devices) {
                    while (device.volume.hearOne(other.volume)) {
                        isCalm = false;
                    }
                }
                isCalm &= !device.round();
            }
        }
        var expected = names(devices.getFirst().volume.shown());
        for (var device : devices) {
            assertThat(names(device.volume.shown())).as(device.name).isEqualTo(expected);
            assertThat(items(device.folder.all())).as(device.name).isEqualTo(expected);
        }
        var kept = new HashSet<>(written);
        kept.removeAll(takenAway);
        assertThat(contents(expected)).containsAll(kept);
    }

    private static Map<EntryPath, Item> names(Map<EntryPath, Shown> shown) {
        var names = new TreeMap<EntryPath, Item>();
        shown.forEach((path, each) -> names.put(path, Item.of(each).orElseThrow()));
        return names;
    }

    private static Map<EntryPath, Item> items(Map<EntryPath, Present> all) {
        var items = new TreeMap<EntryPath, Item>();
        all.forEach((path, each) -> items.put(path, each.item()));
        return items;
    }

    private static Set<Hash> contents(Map<EntryPath, Item> names) {
        return names.values().stream()
                .flatMap(
                        item ->
                                item instanceof Item.File(var root, _, _)
                                        ? Stream.of(root)
                                        : Stream.empty())
                .collect(Collectors.toSet());
    }

    private <T> T any(List<T> from) {
        return from.get(chance.nextInt(from.size()));
    }

    private Item.File content() {
        var root = Replica.hash("content " + ++made);
        written.add(root);
        return new Item.File(root, 1 + chance.nextInt(2), chance.nextInt(8) == 0);
    }

    /// A person does something in the folder.
    private void person(LinkedDevice device) {
        var folder = device.folder;
        var there = List.copyOf(folder.all().keySet());
        var one =
                there.isEmpty() || chance.nextInt(3) == 0 ? new EntryPath(any(NAMES)) : any(there);
        switch (chance.nextInt(9)) {
            case 0 -> delete(folder, one);
            case 1, 2 -> rename(folder, one, new EntryPath(any(NAMES)));
            case 3 -> {
                if (folder.at(one).isEmpty() && folder.makeParents(one)) {
                    folder.put(one, new Item.Directory());
                }
            }
            case 4 -> link(folder, one);
            case 5 -> touch(folder, one);
            case 6 -> copy(folder, one, new EntryPath(any(NAMES)));
            default -> write(folder, one);
        }
    }

    private void write(MemoryFolder folder, EntryPath path) {
        if (folder.isDirectory(path)) {
            return;
        }
        if (!folder.makeParents(path)) {
            return;
        }
        take(folder, path);
        if (folder.at(path).isPresent() && chance.nextBoolean()) {
            folder.change(path, content());
        } else {
            folder.put(path, content());
        }
    }

    private void touch(MemoryFolder folder, EntryPath path) {
        var there = folder.at(path).map(Present::item);
        if (there.isPresent() && there.get() instanceof Item.File(var root, var length, var isX)) {
            folder.change(path, new Item.File(root, length, isX ^ chance.nextBoolean()));
        }
    }

    private void copy(MemoryFolder folder, EntryPath from, EntryPath to) {
        var there = folder.at(from).map(Present::item);
        if (there.isPresent()
                && there.get() instanceof Item.File file
                && !folder.isDirectory(to)
                && folder.makeParents(to)) {
            take(folder, to);
            folder.put(to, file);
        }
    }

    private void link(MemoryFolder folder, EntryPath path) {
        if (!folder.isDirectory(path) && folder.makeParents(path)) {
            take(folder, path);
            folder.put(path, new Item.Symlink("to " + chance.nextInt(3)));
        }
    }

    private void delete(MemoryFolder folder, EntryPath path) {
        for (var below : folder.below(path).reversed()) {
            take(folder, below);
            folder.remove(below);
        }
        take(folder, path);
        folder.remove(path);
    }

    private void rename(MemoryFolder folder, EntryPath from, EntryPath to) {
        if (folder.at(from).isEmpty()
                || from.equals(to)
                || to.isBelow(from)
                || folder.isDirectory(to)
                || (folder.isDirectory(from) && folder.at(to).isPresent())
                || !folder.makeParents(to)) {
            return;
        }
        take(folder, to);
        folder.remove(to);
        folder.rename(from, to);
    }

    /// A person makes what stands in a place go away.
    private void take(MemoryFolder folder, EntryPath path) {
        folder.at(path).ifPresent(there -> take(there.item()));
    }

    private void take(Item item) {
        if (item instanceof Item.File(var root, _, _)) {
            takenAway.add(root);
        }
    }

    /// A person does something in the volume, by a command.
    private void inVolume(LinkedDevice device) {
        var shown = device.volume.shown();
        var paths = List.copyOf(shown.keySet());
        var one = paths.isEmpty() ? new EntryPath(any(NAMES)) : any(paths);
        var standing = device.volume.shown(one);
        boolean isFile = standing.filter(s -> !s.isDirectory()).isPresent();
        var free = new EntryPath(any(NAMES));
        int what = chance.nextInt(3);
        if (what == 0 && isFile) {
            standing.flatMap(Item::of).ifPresent(this::take);
            device.volume.edit(edits -> edits.remove(standing.get()));
        } else if (what == 1 && isFile && device.volume.shown(free).isEmpty()) {
            device.volume.edit(edits -> edits.move(standing.get(), free));
        } else if (standing.isEmpty() || isFile) {
            standing.flatMap(Item::of).ifPresent(this::take);
            var kind = Replica.kind(content());
            device.volume.edit(edits -> edits.write(one, kind, device.volume.fresh()));
        }
    }
}
