package dev.holdfast.engine.core.placement;

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

    @Override
    public int compareTo(Capacity that) {
        return Long.compare(bytes, that.bytes);
    }
}
