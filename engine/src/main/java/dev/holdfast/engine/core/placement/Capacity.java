package dev.holdfast.engine.core.placement;

/// How many bytes of other devices' chunks a device offers to hold. Zero is a device that offers
/// none.
///
/// What the roster states is quantised to eighths of an octave (steps of about 9 %), downwards, so
/// that small changes of free space move no chunk.
public record Capacity(long bytes) implements Comparable<Capacity> {

    /// 1 PiB. A claim above it is cut to it, so that sums over a pool cannot overflow.
    public static final long BYTES_MAX = 1L << 50;

    public static final Capacity NONE = new Capacity(0);

    private static final int STEPS_PER_OCTAVE = 8;

    /// 2^(62 + i/8), rounded down.
    private static final long[] STEPS = {
        0x4000_0000_0000_0000L,
        0x45ca_e0f1_f545_eb73L,
        0x4c1b_f828_c6dc_54b7L,
        0x52ff_6b54_d8a8_9c75L,
        0x5a82_7999_fcef_3242L,
        0x62b3_9508_aa83_6d6fL,
        0x6ba2_7e65_6b4e_b57aL,
        0x7560_6373_ee92_1c97L,
    };

    public Capacity {
        if (bytes < 0 || bytes > BYTES_MAX) {
            throw new IllegalArgumentException("capacity " + bytes + " is not in 0.." + BYTES_MAX);
        }
    }

    /// The greatest step that `bytes` fills; a negative number counts as none.
    public static Capacity quantised(long bytes) {
        return bytes < 1 ? NONE : new Capacity(step(stepsIn(bytes)));
    }

    /// What to state when `bytes` could be offered and this is stated already: less at once, but
    /// more only from two steps up, so that free space that swings about a step changes nothing.
    public Capacity following(long bytes) {
        var exact = quantised(bytes);
        boolean keep = exact.bytes >= this.bytes && stepsIn(exact.bytes) - stepsIn(this.bytes) < 2;
        return keep && this.bytes > 0 ? this : exact;
    }

    @Override
    public int compareTo(Capacity that) {
        return Long.compare(bytes, that.bytes);
    }

    /// How many steps from one byte upwards `bytes` fills.
    private static int stepsIn(long bytes) {
        long bounded = Math.clamp(bytes, 1, BYTES_MAX);
        int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(bounded);
        int steps = STEPS_PER_OCTAVE * octave + STEPS_PER_OCTAVE - 1;
        while (step(steps) > bounded) {
            steps--;
        }
        return steps;
    }

    private static long step(int steps) {
        return STEPS[steps % STEPS_PER_OCTAVE] >>> (62 - steps / STEPS_PER_OCTAVE);
    }
}
