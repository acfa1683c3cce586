package dev.holdfast.engine.core.membership;

/// Capacities in steps of an eighth of an octave, so that a little more or less moves no chunks.
/// They change only when a person says so: a disk that slowly fills states nothing. Integer
/// arithmetic: every device gets the same steps.
final class CapacitySteps {

    private static final int STEPS_PER_OCTAVE = 8;
    private static final int FRACTION_BITS = 32;

    /// 2^(i/8), as fixed-point numbers of 32 fraction bits, rounded down.
    private static final long[] MANTISSAS = {
        4_294_967_296L, 4_683_695_047L, 5_107_605_667L, 5_569_883_475L,
        6_074_000_999L, 6_623_745_058L, 7_223_245_205L, 7_877_004_751L
    };

    private CapacitySteps() {}

    /// The greatest step that is not above `bytes`; 0 for 0.
    static long floor(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException(bytes + " bytes");
        }
        if (bytes == 0) {
            return 0;
        }
        int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(bytes);
        int eighth = STEPS_PER_OCTAVE - 1;
        while (step(octave, eighth) > bytes) {
            eighth--;
        }
        return step(octave, eighth);
    }

    private static long step(int octave, int eighth) {
        int shift = octave - FRACTION_BITS;
        long mantissa = MANTISSAS[eighth];
        return shift >= 0 ? mantissa << shift : mantissa >>> -shift;
    }
}
