package dev.holdfast.engine.core.placement;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Which devices hold which partition: for each partition every device that can own, the most
/// preferred first. A value; it holds two bytes per partition and device.
public final class Layout {

    /// Copies of one chunk.
    public static final int FACTOR_MAX = 8;

    /// Copies of one chunk unless a volume asks otherwise.
    public static final int FACTOR_DEFAULT = 3;

    /// 2^12 partitions keep unequal pools of up to about 100 devices within 98 % of the possible.
    public static final int PARTITION_BITS = 12;

    public static final int DEVICES_MAX = 1024;

    private final List<DeviceId> devices;
    private final int factor;
    private final int partitionBits;
    private final short[] rows;

    /// `rows` holds, partition after partition, the indices in `devices` in order of preference.
    Layout(List<DeviceId> devices, int factor, int partitionBits, short[] rows) {
        if (rows.length != devices.size() << partitionBits) {
            throw new IllegalArgumentException(
                    rows.length
                            + " places for "
                            + devices.size()
                            + " devices in 2^"
                            + partitionBits);
        }
        this.devices = List.copyOf(devices);
        this.factor = factor;
        this.partitionBits = partitionBits;
        this.rows = rows.clone();
    }

    /// The devices that can own, ascending.
    public List<DeviceId> devices() {
        return devices;
    }

    /// How many owners each partition has: the pool's factor, or fewer when fewer devices can own.
    public int factor() {
        return factor;
    }

    public int partitions() {
        return 1 << partitionBits;
    }

    public Partition partition(int index) {
        return new Partition(index, partitionBits);
    }

    public Partition partition(ChunkId chunk) {
        return Partition.of(chunk, partitionBits);
    }

    /// Every device that can own: the owners of the partition first, then those that stand in for
    /// them in that order.
    public List<DeviceId> preferences(Partition partition) {
        return first(partition, devices.size());
    }

    /// The devices on which a chunk with this factor belongs while all of them are there.
    public List<DeviceId> owners(ChunkId chunk, int chunkFactor) {
        return first(partition(chunk), Math.min(chunkFactor, devices.size()));
    }

    /// Whether `device` is among the first `chunkFactor` preferences.
    public boolean owns(DeviceId device, Partition partition, int chunkFactor) {
        return first(partition, Math.min(chunkFactor, devices.size())).contains(device);
    }

    /// One hash of the whole table: equal exactly when two devices computed the same layout.
    public Hash fingerprint() {
        var sha = new Sha256();
        sha.update(ByteBuffer.allocate(8).putInt(partitionBits).putInt(factor).flip());
        devices.forEach(device -> sha.update(device.hash().toBytes()));
        var table = ByteBuffer.allocate(rows.length * Short.BYTES);
        table.asShortBuffer().put(rows);
        return sha.update(table).finish();
    }

    private List<DeviceId> first(Partition partition, int count) {
        if (partition.bits() != partitionBits) {
            throw new IllegalArgumentException(partition + " in a layout of 2^" + partitionBits);
        }
        int start = partition.index() * devices.size();
        var found = new ArrayList<DeviceId>(count);
        for (int i = start; i < start + count; i++) {
            found.add(devices.get(rows[i]));
        }
        return List.copyOf(found);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Layout that
                        && factor == that.factor
                        && partitionBits == that.partitionBits
                        && devices.equals(that.devices)
                        && Arrays.equals(rows, that.rows));
    }

    @Override
    public int hashCode() {
        return 31 * devices.hashCode() + Arrays.hashCode(rows);
    }

    @Override
    public String toString() {
        return "Layout("
                + devices.size()
                + " devices, factor "
                + factor
                + ", 2^"
                + partitionBits
                + ")";
    }
}
