package dev.holdfast.engine.net.mux;

import java.time.Duration;

/// A sender that has said that it is blocked. Its bytes may have come all at once, so its reader
/// has a moment to show that it keeps up. Not safe for many threads.
final class Blockage {

    /// A reader that takes longer is what holds the sender back.
    static final Duration READ_MAX = Duration.ofMillis(50);

    private boolean blocked;
    private long since;

    void begins() {
        blocked = true;
        since = System.nanoTime();
    }

    /// Whether its reader still has time to show that.
    boolean lasts() {
        return blocked && System.nanoTime() - since <= READ_MAX.toNanos();
    }

    void ends() {
        blocked = false;
    }
}
