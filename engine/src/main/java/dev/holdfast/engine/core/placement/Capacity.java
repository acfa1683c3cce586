package dev.holdfast.engine.core.placement;

import java.util.Collection;
import java.util.stream.LongStream;

/// How many bytes of other devices' chunks a device offers to hold. Zero is a device that offers
/// none. The roster states capacities in whole steps, so that small changes of free space move no
/// chunk.
public record Capacity(long bytes) implements Comparable<Capacity> {

    /// 1 PiB. A claim above it is cut to it, so that sums over a pool cannot overflow.
    public static final long BYTES_MAX = 1L << 50;

    public static final Capacity NONE = new Capacity(0);

    public Capacity {
        if (bytes < 0) {
            throw new IllegalArgumentException("a capacity of " + bytes + " bytes");
        }
        bytes = Math.min(bytes, BYTES_MAX);
    }

    /// What a pool of these can keep `factor` times over, or as often as there are devices that
    /// contribute: the greatest s with Σ min(capacity, s) ≥ factor · s. In bytes.
    public static long usable(Collection<Capacity> capacities, int factor) {
        var sizes =
                capacities.stream()
                        .mapToLong(Capacity::bytes)
                        .filter(b -> b > 0)
                        .sorted()
                        .toArray();
        int copies = Math.min(factor, sizes.length);
        long rest = LongStream.of(sizes).sum();
        for (int full = 0; full < copies; full++) {
            long largest = sizes[sizes.length - 1 - full];
            long usable = rest / (copies - full);
            if (largest <= usable) {
                return usable;
            }
            rest -= largest;
        }
        return 0;
    }

    @Override
    public int compareTo(Capacity that) {
        return Long.compare(bytes, that.bytes);
    }
}
