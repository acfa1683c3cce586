package dev.holdfast.engine.core.content;

/// The length to which what is sealed is padded, so that sizes on the wire and on a keeper tell no
/// more of the content than their magnitude.
///
/// Source: Padmé, in Nikitin et al., "Reducing metadata leakage from encrypted files and
/// communication with PURBs", PETS 2019.
public final class Padding {

    private Padding() {}

    /// `length`, which is 2 or more, rounded up so that only as many leading bits differ from zero
    /// as its exponent has bits: at most 12 % more, and 3 % at 1 MiB.
    public static int padded(int length) {
        if (length < 2) {
            throw new IllegalArgumentException("no padding for a length of " + length);
        }
        int exponent = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(length);
        int kept = Integer.SIZE - Integer.numberOfLeadingZeros(exponent);
        int low = (1 << (exponent - kept)) - 1;
        return Math.addExact(length, low) & ~low;
    }
}
