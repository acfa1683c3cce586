package dev.holdfast.engine.crash;

import dev.holdfast.engine.disk.memory.Loss;
import dev.holdfast.engine.disk.memory.MemoryDisk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// The losses that are tried at one moment: every outcome of the names that were not synced while
/// those are few, each with several fates of the bytes that were not forced.
final class Losses {

    /// Names of which every outcome is tried; of more, each is found or lost alone.
    private static final int NAMES_MAX = 3;

    /// A loss, and what to call it.
    record Named(String name, Loss loss) {}

    private Losses() {}

    /// @param seeded how many losses are drawn besides
    static List<Named> at(MemoryDisk packs, MemoryDisk journal, Random chance, int seeded) {
        if (packs.isSettled() && journal.isSettled()) {
            return List.of(new Named("nothing", Loss.NOTHING));
        }
        var all = new ArrayList<Named>();
        var bytes = bytes(packs, journal);
        for (var names : names(packs, journal)) {
            bytes.forEach(
                    (name, loss) ->
                            all.add(
                                    new Named(
                                            name + ", names " + names,
                                            (thing, states) ->
                                                    thing.sector() == Loss.Thing.NAME
                                                            ? names.getOrDefault(
                                                                    key(thing.disk(), thing.file()),
                                                                    states - 1)
                                                            : loss.found(thing, states))));
        }
        for (int i = 0; i < seeded; i++) {
            all.add(drawn(chance));
        }
        return all;
    }

    static Named drawn(Random chance) {
        long seed = chance.nextLong();
        return new Named("by seed " + seed, Loss.by(new Random(seed)));
    }

    private static Map<String, Loss> bytes(MemoryDisk packs, MemoryDisk journal) {
        Map<String, Loss> all = new LinkedHashMap<>();
        all.put("no bytes lost", Loss.NOTHING);
        all.put("all bytes lost", Loss.EVERYTHING);
        if (!packs.isSettled() && !journal.isSettled()) {
            all.put("bytes of packs lost", of("packs"));
            all.put("bytes of the journal lost", of("journal"));
        }
        return all;
    }

    private static Loss of(String disk) {
        return (thing, states) ->
                (thing.disk().equals(disk) ? Loss.EVERYTHING : Loss.NOTHING).found(thing, states);
    }

    /// Which state of each name is found.
    private static List<Map<String, Integer>> names(MemoryDisk packs, MemoryDisk journal) {
        var states = new TreeMap<String, Integer>();
        packs.unsyncedNames().forEach((file, count) -> states.put(key("packs", file), count + 1));
        journal.unsyncedNames().forEach((file, n) -> states.put(key("journal", file), n + 1));
        List<Map<String, Integer>> all = new ArrayList<>(List.of(new TreeMap<>()));
        if (states.size() <= NAMES_MAX) {
            states.forEach((name, count) -> multiply(all, name, count));
        } else {
            var lost = new TreeMap<String, Integer>();
            states.keySet().forEach(name -> lost.put(name, 0));
            all.add(lost);
            for (var each : states.keySet()) {
                all.add(new TreeMap<>(Map.of(each, 0)));
                var kept = new TreeMap<>(lost);
                kept.remove(each);
                all.add(kept);
            }
        }
        return all;
    }

    private static void multiply(List<Map<String, Integer>> all, String name, int states) {
        for (var before : List.copyOf(all)) {
            for (int state = 0; state < states - 1; state++) {
                var with = new TreeMap<>(before);
                with.put(name, state);
                all.add(with);
            }
        }
    }

    private static String key(String disk, String file) {
        return disk + "/" + file;
    }
}
