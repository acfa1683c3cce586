package dev.holdfast.engine.core.placement;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// How many partitions each device owns, in exact arithmetic.
///
/// The usable size of a pool is the greatest s with Σ min(capacity, s) ≥ factor · s: no device can
/// hold two copies of one chunk, so what a device offers beyond s is of no use. A device's share is
/// min(capacity, s) / s of the partitions; shares become whole by the largest remainder.
final class Quotas {

    private Quotas() {}

    /// One quota for each capacity (all positive), which sum up to `factor` · `partitions`. Equal
    /// remainders favour the earlier.
    static int[] of(long[] capacities, int factor, int partitions) {
        var descending = Arrays.stream(capacities).sorted().toArray();
        long rest = Arrays.stream(capacities).sum();
        int copies = factor;
        // What is left of a device larger than s is cut off: it takes one copy of everything.
        for (int i = descending.length - 1; descending[i] * copies > rest; i--) {
            rest -= descending[i];
            copies--;
        }
        return whole(capacities, new Size(rest, copies), factor, partitions);
    }

    /// The usable size as the fraction `rest / copies`, in bytes.
    private record Size(long rest, int copies) {

        BigInteger[] share(long capacity, int partitions) {
            var scaled = BigInteger.valueOf(Math.min(capacity * copies, rest));
            return scaled.multiply(BigInteger.valueOf(partitions))
                    .divideAndRemainder(BigInteger.valueOf(rest));
        }
    }

    private static int[] whole(long[] capacities, Size size, int factor, int partitions) {
        var quotas = new int[capacities.length];
        var remainders = new BigInteger[capacities.length];
        for (int i = 0; i < quotas.length; i++) {
            var share = size.share(capacities[i], partitions);
            quotas[i] = share[0].intValueExact();
            remainders[i] = share[1];
        }
        int missing = factor * partitions - Arrays.stream(quotas).sum();
        IntStream.range(0, quotas.length)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> remainders[i]).reversed())
                .limit(missing)
                .forEach(i -> quotas[i]++);
        return quotas;
    }
}
