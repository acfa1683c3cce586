package dev.holdfast.engine.core.placement;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Weighted rendezvous hashing whose weights are calibrated until the owners' numbers meet the
/// quotas.
///
/// A device's score in a partition is −ln(u) / weight, with u in (0, 1) drawn from the SHA-256 of
/// both (Thaler and Ravishankar 1998; the weights after Mosberger and Schindelhauer). Lower is
/// preferred. Plain weights miss the quotas of unequal pools by tens of percent, since no device
/// may hold two copies; so a fixed number of rounds corrects each weight by quota / owned. Then all
/// pairs of device and partition are taken in ascending order of score while quota and factor
/// allow, and places left empty go to the next preference. Devices whose quota is every partition
/// come first in each, in the order of −ln(u). `StrictMath` and ties by device id make the result
/// the same everywhere.
public final class CalibratedRendezvous implements PlacementStrategy {

    private static final int ROUNDS = 40;
    private static final double STEP_COARSE = 0.7;
    private static final double STEP_FINE = 0.3;

    @Override
    public Layout layout(Map<DeviceId, Capacity> capacities, int factor, int partitionBits) {
        if (factor < 1 || factor > Layout.FACTOR_MAX) {
            throw new IllegalArgumentException(
                    "factor " + factor + " is not in 1.." + Layout.FACTOR_MAX);
        }
        int partitions = 1 << new Partition(0, partitionBits).bits();
        var offering = new TreeMap<>(capacities);
        offering.values().removeIf(Capacity.NONE::equals);
        if (offering.size() > Layout.DEVICES_MAX) {
            throw new IllegalArgumentException(
                    offering.size() + " devices where at most " + Layout.DEVICES_MAX + " may be");
        }
        if (offering.isEmpty()) {
            return new Layout(List.of(), 0, partitionBits, new short[0]);
        }
        int copies = Math.min(factor, offering.size());
        var bytes = offering.values().stream().mapToLong(Capacity::bytes).toArray();
        var quotas = Quotas.of(bytes, copies, partitions);
        var all = List.copyOf(offering.keySet());
        var owning = IntStream.range(0, quotas.length).filter(i -> quotas[i] > 0).toArray();
        var devices = Arrays.stream(owning).mapToObj(all::get).toList();
        var owned = Arrays.stream(owning).map(i -> quotas[i]).toArray();
        var rows = new Table(devices, owned, partitions).rows(copies);
        return new Layout(devices, copies, partitionBits, rows);
    }

    /// The −ln(u) of every device in every partition, and what follows from it. Devices are
    /// indices.
    private static final class Table {

        private final int partitions;
        private final int[] quotas;
        private final double[] logs;
        private final int[] everywhere;
        private final int[] rest;

        Table(List<DeviceId> devices, int[] quotas, int partitions) {
            this.partitions = partitions;
            this.quotas = quotas;
            logs = new double[devices.size() * partitions];
            var draw = new Draw();
            for (int i = 0; i < logs.length; i++) {
                logs[i] = -StrictMath.log(draw.of(devices.get(i / partitions), i % partitions));
            }
            var all = IntStream.range(0, quotas.length);
            everywhere = all.filter(d -> quotas[d] >= partitions).toArray();
            rest = IntStream.range(0, quotas.length).filter(d -> quotas[d] < partitions).toArray();
        }

        short[] rows(int copies) {
            int needed = copies - everywhere.length;
            var weights = needed > 0 ? calibrated(needed) : new double[quotas.length];
            var chosen = needed > 0 ? chosen(needed, weights) : new int[0];
            var rows = new short[quotas.length * partitions];
            var even = new double[quotas.length];
            Arrays.fill(even, 1);
            for (int p = 0; p < partitions; p++) {
                int at = p * quotas.length;
                at = append(rows, at, nearest(p, everywhere, even, everywhere.length));
                int owners = at;
                for (int i = p * needed; i < (p + 1) * needed && chosen[i] >= 0; i++) {
                    rows[at++] = (short) chosen[i];
                }
                var taken = Arrays.copyOfRange(rows, owners, at);
                append(rows, at, without(taken, nearest(p, rest, weights, rest.length)));
            }
            return rows;
        }

        /// The weights of the round in which the fullest device, against its quota, was least full.
        private double[] calibrated(int needed) {
            var weights = Arrays.stream(quotas).asDoubleStream().toArray();
            var best = weights.clone();
            double least = Double.POSITIVE_INFINITY;
            for (int round = 0; round < ROUNDS; round++) {
                var owned = new int[quotas.length];
                for (int p = 0; p < partitions; p++) {
                    for (int device : nearest(p, rest, weights, needed)) {
                        owned[device]++;
                    }
                }
                double worst =
                        Arrays.stream(rest)
                                .mapToDouble(d -> (double) owned[d] / quotas[d])
                                .max()
                                .orElse(0);
                if (worst < least) {
                    least = worst;
                    best = weights.clone();
                }
                double step = round < ROUNDS / 2 ? STEP_COARSE : STEP_FINE;
                for (int d : rest) {
                    weights[d] *= StrictMath.pow(quotas[d] / Math.max(owned[d], 0.5), step);
                }
            }
            return best;
        }

        /// For each partition its owners in the order they were chosen, −1 where quotas left none.
        private int[] chosen(int needed, double[] weights) {
            var scores = new double[rest.length * partitions];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = score(rest[i / partitions], i % partitions, weights);
            }
            var chosen = new int[partitions * needed];
            Arrays.fill(chosen, -1);
            var left = quotas.clone();
            var taken = new int[partitions];
            for (int pair : Ascending.order(scores)) {
                int device = rest[pair / partitions];
                int partition = pair % partitions;
                if (left[device] > 0 && taken[partition] < needed) {
                    chosen[partition * needed + taken[partition]++] = device;
                    left[device]--;
                }
            }
            return chosen;
        }

        /// The `count` of `devices` with the lowest scores, ascending; of equals the earlier first.
        private int[] nearest(int partition, int[] devices, double[] weights, int count) {
            var found = new int[count];
            var scores = new double[count];
            int size = 0;
            for (int device : devices) {
                double score = score(device, partition, weights);
                if (size == count && (count == 0 || score >= scores[count - 1])) {
                    continue;
                }
                int at = size < count ? size++ : count - 1;
                for (; at > 0 && scores[at - 1] > score; at--) {
                    scores[at] = scores[at - 1];
                    found[at] = found[at - 1];
                }
                scores[at] = score;
                found[at] = device;
            }
            return found;
        }

        private double score(int device, int partition, double[] weights) {
            return logs[device * partitions + partition] / weights[device];
        }

        private static int append(short[] rows, int start, int[] devices) {
            int at = start;
            for (int device : devices) {
                rows[at++] = (short) device;
            }
            return at;
        }

        private static int[] without(short[] taken, int[] devices) {
            return Arrays.stream(devices)
                    .filter(
                            device ->
                                    IntStream.range(0, taken.length)
                                            .noneMatch(i -> taken[i] == device))
                    .toArray();
        }
    }

    /// Draws numbers in (0, 1) with 53 random bits from SHA-256(device id ‖ u32 partition).
    private static final class Draw {

        private final Sha256 sha = new Sha256();
        private final ByteBuffer pair = ByteBuffer.allocate(Hash.BYTES + Integer.BYTES);

        double of(DeviceId device, int partition) {
            device.hash().write(pair.clear());
            pair.putInt(partition).flip();
            return ((sha.update(pair).finish().w0() >>> 11) + 0.5) * 0x1p-53;
        }
    }
}
