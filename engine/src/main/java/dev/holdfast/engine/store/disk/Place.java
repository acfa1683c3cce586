package dev.holdfast.engine.store.disk;

/// Where a chunk lies, in one `long`: 18 bits for the pack's slot (64 TiB in packs), 23 for the
/// offset of its record in units of 32 bytes (256 MiB), 23 for its sealed length (8 MiB). Never 0.
final class Place {

    /// How many packs a store can have.
    static final int SLOTS_MAX = 1 << 18;

    private static final int LENGTH_BITS = 23;
    private static final int OFFSET_BITS = 23;
    private static final int SLOT_SHIFT = LENGTH_BITS + OFFSET_BITS;

    private Place() {}

    static long of(int slot, long offset, int length) {
        long unit = offset / PackFormat.ALIGN;
        if (slot >= SLOTS_MAX
                || unit >= 1L << OFFSET_BITS
                || length < 1
                || length >= 1 << LENGTH_BITS) {
            throw new IllegalArgumentException(
                    "no place for " + length + " bytes at " + offset + " of pack slot " + slot);
        }
        return (long) slot << SLOT_SHIFT | unit << LENGTH_BITS | length;
    }

    static int slot(long place) {
        return (int) (place >>> SLOT_SHIFT);
    }

    /// Where the record begins.
    static long offset(long place) {
        return (place >>> LENGTH_BITS & ((1L << OFFSET_BITS) - 1)) * PackFormat.ALIGN;
    }

    static int length(long place) {
        return (int) place & ((1 << LENGTH_BITS) - 1);
    }
}
