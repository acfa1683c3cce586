package dev.holdfast.engine.net.mux;

import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.core.wire.Message;
import dev.holdfast.engine.net.Connection;

import java.util.function.Consumer;

/// What the streams of one connection have in memory together, and what the peer may add to it.
/// Safe for many threads.
final class Intake {

    /// Streams that begin with wide windows and that nobody reads, before others have no room.
    private static final int STREAMS_STALLED = 4;

    private final Consumer<Frame> out;
    private final Budget budget;
    private final ReceiveWindow window =
            new ReceiveWindow(Connection.UNADMITTED_BYTES_MAX, MuxLimits.CONNECTION_WINDOW_MAX);
    private final Blockage blocked = new Blockage();
    private boolean admitted;
    private boolean closed;
    private long borrowed;
    private long streamWidth = MuxLimits.STREAM_WINDOW;
    private long width = Connection.UNADMITTED_BYTES_MAX;
    private long control;
    private long arrived;
    private long receipted;

    Intake(Consumer<Frame> out, Budget budget) {
        this.out = out;
        this.budget = budget;
    }

    synchronized void arrived(Frame.Bytes frame) throws ViolationException {
        int length = frame.body().remaining();
        arrived += length;
        if (!window.received(length)) {
            throw new ViolationException(CloseCode.FLOODED, "more bytes than were granted");
        }
    }

    synchronized void arrived(Frame.Control frame) throws ViolationException {
        control += frame.body().length;
        if (control > MuxLimits.CONTROL_BUFFERED_MAX) {
            throw new ViolationException(
                    CloseCode.FLOODED, control + " bytes of messages that nobody has received yet");
        }
        checkUnadmitted();
    }

    void consumed(int bytes, int controlBytes) {
        int grant;
        synchronized (this) {
            control -= controlBytes;
            grant = window.consumed(bytes) + widenIfWanted();
        }
        grant(grant);
    }

    /// The peer has more to send on some stream, and no credit of the connection.
    void blocked() {
        int grant;
        synchronized (this) {
            blocked.begins();
            grant = widenIfWanted();
        }
        grant(grant);
    }

    private int widenIfWanted() {
        long more = admitted && !closed && blocked.lasts() ? window.wanting() : 0;
        if (more == 0 || !budget.take(more)) {
            return 0;
        }
        blocked.ends();
        borrowed += more;
        width += more;
        return window.widen(more);
    }

    void admit() {
        int grant = 0;
        synchronized (this) {
            if (!admitted) {
                admitted = true;
                width = MuxLimits.CONNECTION_WINDOW;
                grant = window.widen(MuxLimits.CONNECTION_WINDOW - Connection.UNADMITTED_BYTES_MAX);
            }
        }
        grant(grant);
    }

    /// A stream's window has become so wide, which its reader keeps up with.
    synchronized void widened(long stream) {
        streamWidth = Math.max(streamWidth, stream);
    }

    /// How wide the window of a stream may be that begins now: as wide as the path has turned out
    /// to need, but such that a few that nobody reads leave room to others.
    synchronized long streamWidth() {
        return Math.min(streamWidth, Math.max(MuxLimits.STREAM_WINDOW, width / STREAMS_STALLED));
    }

    /// How long a message may be now.
    synchronized int controlMax() {
        return admitted ? Message.ENCODED_MAX : Connection.UNADMITTED_BYTES_MAX;
    }

    /// Tells the peer what has arrived, when that is enough since the last time.
    void receipt() {
        long total;
        synchronized (this) {
            if (arrived - receipted < MuxLimits.RECEIPT_STEP) {
                return;
            }
            receipted = arrived;
            total = arrived;
        }
        out.accept(new Frame.Receipt(total));
    }

    synchronized void close() {
        closed = true;
        budget.giveBack(borrowed);
        borrowed = 0;
    }

    private void checkUnadmitted() throws ViolationException {
        if (!admitted && control > Connection.UNADMITTED_BYTES_MAX) {
            throw new ViolationException(
                    CloseCode.FLOODED, "too much was sent before this device was admitted");
        }
    }

    private void grant(int bytes) {
        if (bytes > 0) {
            out.accept(new Frame.Credit(0, bytes, 0));
        }
    }
}
