package dev.holdfast.engine.net.mux;

/// How much a sender may still send, as its receiver counts it. The window opens again as bytes are
/// consumed, in steps. It widens when the sender says that it is what holds it back, unless it is
/// the reader who is slow: then most of the window waits to be read. (As QUIC's BLOCKED frames let
/// a receiver do, RFC 9000, 4.1.) Not safe for many threads.
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

    /// By how much to [#widen] the window for a sender that is blocked; 0 for not at all.
    long wanting() {
        boolean readerKeepsUp = received - consumed < width / 2;
        return readerKeepsUp ? Math.min(width, widthMax - width) : 0;
    }

    /// What to grant after widening.
    int widen(long bytes) {
        width += bytes;
        return grant(consumed + width - granted);
    }

    long width() {
        return width;
    }

    private int grant(long bytes) {
        granted += bytes;
        return Math.toIntExact(bytes);
    }
}
