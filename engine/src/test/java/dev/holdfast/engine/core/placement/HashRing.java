package dev.holdfast.engine.core.placement;

import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// The classic ring (Karger et al. 1997) with 128 virtual nodes for a device of mean capacity: what
/// the calibrated layout is compared with.
final class HashRing implements PlacementStrategy {

    private static final int VIRTUAL_NODES = 128;

    @Override
    public Layout layout(Map<DeviceId, Capacity> capacities, int factor, int partitionBits) {
        var devices = capacities.keySet().stream().sorted().toList();
        double mean = capacities.values().stream().mapToLong(Capacity::bytes).average().orElse(1);
        var ring = new TreeMap<Long, Short>(Long::compareUnsigned);
        for (short d = 0; d < devices.size(); d++) {
            var device = devices.get(d);
            long nodes =
                    Math.max(
                            1,
                            Math.round(
                                    VIRTUAL_NODES
                                            * capacities.getOrDefault(device, Capacity.NONE).bytes()
                                            / mean));
            for (int n = 0; n < nodes; n++) {
                var point = ByteBuffer.allocate(36);
                device.hash().write(point);
                ring.put(Sha256.of(point.putInt(n).flip()).w0(), d);
            }
        }
        var rows = new ArrayList<Short>();
        for (int p = 0; p < 1 << partitionBits; p++) {
            rows.addAll(around(ring, new Partition(p, partitionBits).first().hash().w0()));
        }
        var table = new short[rows.size()];
        for (int i = 0; i < table.length; i++) {
            table[i] = rows.get(i);
        }
        return new Layout(devices, Math.min(factor, devices.size()), partitionBits, table);
    }

    private static List<Short> around(NavigableMap<Long, Short> ring, long from) {
        var found = new LinkedHashSet<>(ring.tailMap(from).values());
        found.addAll(ring.headMap(from).values());
        return List.copyOf(found);
    }
}
