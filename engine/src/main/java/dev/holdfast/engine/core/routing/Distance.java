package dev.holdfast.engine.core.routing;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;

import java.util.Comparator;

/// How far two places on the ring are apart, by the shorter way round.
final class Distance {

    private Distance() {}

    /// The same in both directions; at most half of the ring.
    static Hash between(Hash a, Hash b) {
        var there = minus(a, b);
        return there.w0() < 0 ? minus(b, a) : there;
    }

    /// The closest to a place first; of two that are equally close, the one with the lower id.
    static Comparator<DeviceId> to(Hash place) {
        return Comparator.comparing((DeviceId device) -> between(device.hash(), place))
                .thenComparing(Comparator.naturalOrder());
    }

    /// Modulo 2^256.
    private static Hash minus(Hash a, Hash b) {
        int borrow3 = borrow(a.w3(), b.w3(), 0);
        int borrow2 = borrow(a.w2(), b.w2(), borrow3);
        int borrow1 = borrow(a.w1(), b.w1(), borrow2);
        return new Hash(
                a.w0() - b.w0() - borrow1,
                a.w1() - b.w1() - borrow2,
                a.w2() - b.w2() - borrow3,
                a.w3() - b.w3());
    }

    private static int borrow(long a, long b, int before) {
        int order = Long.compareUnsigned(a, b);
        return order < 0 || (order == 0 && before == 1) ? 1 : 0;
    }
}
