package dev.holdfast.engine.net.mux;

/// How much a sender may still send, as its receiver counts it. The window opens again as bytes are
/// consumed, in steps, and widens when it is what holds the sender back.
///
/// To see that needs no clock: when the reader has nothing left to read while less than half of the
/// window is unused, the rest is under way, so the path holds more than half of the window. A
/// window that is wide enough stays more than half unused. (The aim is that of RFC 7323's receiver
/// and of dynamic right-sizing, Fisk and Feng 2001; credit that the sender cannot overrun makes it
/// exact.) Not safe for many threads.
final class ReceiveWindow {

    private static final int STEPS = 4;

    private final long widthMax;
    private long width;
    private long granted;
    private long received;
    private long consumed;

    ReceiveWindow(long width, long widthMax) {
        this.width = width;
        this.widthMax = widthMax;
        granted = width;
    }

    /// False when the sender sent more than it was granted.
    boolean received(int bytes) {
        received += bytes;
        return received <= granted;
    }

    /// The same for a sender whose last message may overdraw what it was granted.
    boolean receivedLast(int bytes) {
        boolean had = received < granted;
        received += bytes;
        return had;
    }

    /// What to grant now that so many more bytes are consumed; 0 for nothing yet.
    int consumed(int bytes) {
        consumed += bytes;
        long due = consumed + width - granted;
        return due >= width / STEPS ? grant(due) : 0;
    }

    /// By how much a reader that has nothing left to read should [#widen] this window; 0 for not.
    long wanting() {
        boolean holdsBack = granted - received < width / 2;
        return holdsBack ? Math.min(width, widthMax - width) : 0;
    }

    /// What to grant after widening.
    int widen(long bytes) {
        width += bytes;
        return grant(consumed + width - granted);
    }

    private int grant(long bytes) {
        granted += bytes;
        return Math.toIntExact(bytes);
    }
}
