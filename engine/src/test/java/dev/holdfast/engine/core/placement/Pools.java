package dev.holdfast.engine.core.placement;

import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Pools to try layouts on, and what a layout makes of them.
final class Pools {

    static final long UNIT = 1L << 38;

    private Pools() {}

    static DeviceId device(int number) {
        var label = "d%02d".formatted(number);
        return new DeviceId(Sha256.of(label.getBytes(StandardCharsets.UTF_8)));
    }

    /// Devices 0, 1, 2 and so on with these capacities in units of 256 GiB.
    static NavigableMap<DeviceId, Capacity> of(int... units) {
        var pool = new TreeMap<DeviceId, Capacity>();
        for (int i = 0; i < units.length; i++) {
            pool.put(device(i), new Capacity(units[i] * UNIT));
        }
        return pool;
    }

    static NavigableMap<DeviceId, Capacity> equal(int devices) {
        var units = new int[devices];
        Arrays.fill(units, 4);
        return of(units);
    }

    /// Two to sixteen devices whose capacities lie up to 64-fold apart.
    static NavigableMap<DeviceId, Capacity> drawn(RandomGenerator random) {
        var pool = new TreeMap<DeviceId, Capacity>();
        int devices = random.nextInt(2, 17);
        for (int i = 0; i < devices; i++) {
            var bytes = Math.scalb(random.nextDouble(1, 2), random.nextInt(34, 40));
            pool.put(device(random.nextInt(1000)), new Capacity((long) bytes));
        }
        return pool;
    }

    /// How many partitions each device owns.
    static Map<DeviceId, Integer> owned(Layout layout) {
        var owned = new HashMap<DeviceId, Integer>();
        for (int p = 0; p < layout.partitions(); p++) {
            layout.owners(layout.partition(p).first(), layout.factor())
                    .forEach(device -> owned.merge(device, 1, Integer::sum));
        }
        return owned;
    }

    /// How many owners the second layout has that the first had not.
    static int moved(Layout before, Layout after) {
        int moved = 0;
        for (int p = 0; p < after.partitions(); p++) {
            var chunk = after.partition(p).first();
            var gained = new HashSet<>(after.owners(chunk, after.factor()));
            before.owners(chunk, before.factor()).forEach(gained::remove);
            moved += gained.size();
        }
        return moved;
    }

    /// The least moves that the change of quotas alone makes necessary.
    static int leastMoves(Layout before, Layout after) {
        var owned = owned(before);
        return owned(after).entrySet().stream()
                .mapToInt(e -> Math.max(0, e.getValue() - owned.getOrDefault(e.getKey(), 0)))
                .sum();
    }

    /// The bytes that fit before the first device is full, of those that could fit at best.
    static double usable(Map<DeviceId, Capacity> pool, Layout layout) {
        var owned = owned(layout);
        double fits =
                owned.entrySet().stream()
                        .mapToDouble(
                                e ->
                                        (double)
                                                        pool.getOrDefault(e.getKey(), Capacity.NONE)
                                                                .bytes()
                                                / e.getValue())
                        .min()
                        .orElse(0);
        return fits * layout.partitions() / best(pool, layout.factor());
    }

    private static double best(Map<DeviceId, Capacity> pool, int factor) {
        double low = 0;
        double high = pool.values().stream().mapToDouble(Capacity::bytes).sum();
        for (int i = 0; i < 100; i++) {
            double size = (low + high) / 2;
            double fits =
                    pool.values().stream()
                            .mapToDouble(c -> Math.min((double) c.bytes(), size))
                            .sum();
            if (fits >= factor * size) {
                low = size;
            } else {
                high = size;
            }
        }
        return low;
    }
}
