package dev.holdfast.engine.core.repair;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.placement.Layout;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Counts the durable copies of what one command wrote. A device counts for a chunk when it has
/// confirmed the chunk and the batch that names it: bytes without a name are no copy. Memory is one
/// number per chunk, and one bit per chunk and device.
public final class CopiesWatch {

    private final Map<ChunkId, Integer> places = new HashMap<>();
    private final Map<DeviceId, BitSet> confirmed = new HashMap<>();
    private final Set<DeviceId> named = new HashSet<>();
    private final int[] copies;
    private int[] chunksWith = new int[Layout.FACTOR_MAX + 1];

    /// Nobody has confirmed anything yet, this device included. Without chunks (an empty file, a
    /// directory) the devices that have the batch count.
    public CopiesWatch(Collection<ChunkId> chunks) {
        for (var chunk : chunks) {
            places.putIfAbsent(chunk, places.size());
        }
        copies = new int[places.size()];
        chunksWith[0] = copies.length;
    }

    /// A device holds these durably. Chunks that are not watched are passed over.
    public void stored(DeviceId device, Collection<ChunkId> chunks) {
        var bits = confirmed.computeIfAbsent(device, _ -> new BitSet());
        for (var chunk : chunks) {
            var place = places.get(chunk);
            if (place != null && !bits.get(place)) {
                bits.set(place);
                if (named.contains(device)) {
                    count(place);
                }
            }
        }
    }

    /// A device holds the batch, or a later one of its writer, durably.
    public void named(DeviceId device) {
        if (named.add(device)) {
            confirmed.getOrDefault(device, new BitSet()).stream().forEach(this::count);
        }
    }

    /// The fewest copies that any chunk has.
    public int copies() {
        if (copies.length == 0) {
            return named.size();
        }
        int fewest = 0;
        while (chunksWith[fewest] == 0) {
            fewest++;
        }
        return fewest;
    }

    /// How many chunks have at least so many copies.
    public int chunksWith(int enough) {
        int count = copies.length;
        for (int fewer = 0; fewer < Math.min(enough, chunksWith.length); fewer++) {
            count -= chunksWith[fewer];
        }
        return count;
    }

    /// The devices that have all of it, and its name.
    public Set<DeviceId> holders() {
        var holders = new TreeSet<DeviceId>();
        for (var device : named) {
            if (confirmed.getOrDefault(device, new BitSet()).cardinality() == copies.length) {
                holders.add(device);
            }
        }
        return holders;
    }

    private void count(int place) {
        chunksWith[copies[place]]--;
        copies[place]++;
        if (copies[place] == chunksWith.length) {
            chunksWith = Arrays.copyOf(chunksWith, 2 * chunksWith.length);
        }
        chunksWith[copies[place]]++;
    }
}
