package dev.holdfast.engine.core.collect;

/// Where in a row of numbers, which is a state of a [ToyPool], stands what.
///
/// @param width numbers of one device: the end of each writer's chain, and what else is known
/// @param writers how many write
record ToyState(int width, int writers) {

    // What is known of a device behind its batches. Sets are bits; a writer's latest claim has two.
    static final int HOLDS = 0;
    static final int STAMPS = 1;
    static final int COUNTED = 2;
    static final int OPEN = 3;
    static final int STORED = 4;
    static final int LAST = 5;
    static final int LEAVING = 6;
    static final int HEARD = 7;
    static final int AGREED = 8;
    private static final int FIELDS = 9;

    // How often something happened, behind the devices.
    static final int PARTINGS = 0;
    static final int CRASHES = 1;
    static final int RESUMES = 2;
    static final int REMOVALS = 3;
    private static final int COUNTERS = 4;

    static ToyState of(ToyBounds bounds) {
        return new ToyState(bounds.writers() + FIELDS, bounds.writers());
    }

    int[] start(int devices) {
        return new int[devices * width + COUNTERS];
    }

    static int used(int[] state, int counter) {
        return state[state.length - 1 - counter];
    }

    static void use(int[] state, int counter) {
        state[state.length - 1 - counter]++;
    }

    int get(int[] state, int device, int field) {
        return state[device * width + writers + field];
    }

    void set(int[] state, int device, int field, int value) {
        state[device * width + writers + field] = value;
    }

    /// Whether the first device was put out of the pool.
    static boolean isOut(int[] state) {
        return used(state, REMOVALS) > 0;
    }

    /// As bits, those that are in the pool.
    static int among(int[] state, int devices) {
        return ((1 << devices) - 1) & ~(isOut(state) ? 1 : 0);
    }

    static int stamp(int writer, int claim) {
        return claim << (2 * writer);
    }

    static int claim(int stamps, int writer) {
        return (stamps >> (2 * writer)) & 3;
    }

    int both(int stamps, int more) {
        int both = 0;
        for (int w = 0; w < writers; w++) {
            both |= stamp(w, Math.max(claim(stamps, w), claim(more, w)));
        }
        return both;
    }
}
