package dev.holdfast.engine.net.mux;

import dev.holdfast.engine.core.wire.Message;

/// What both ends of a connection know from the start, and how far windows may grow. Bytes.
final class MuxLimits {

    /// What may be sent on a stream before its receiver grants anything.
    static final int STREAM_WINDOW = 1 << 20;

    static final int STREAM_WINDOW_MAX = 16 << 20;

    /// The same for all streams of a connection that is admitted.
    static final int CONNECTION_WINDOW = 2 << 20;

    static final int CONNECTION_WINDOW_MAX = 64 << 20;

    /// Messages of one stream that may wait to be received, beside one more of any size.
    static final int CONTROL_WINDOW = Message.ENCODED_MAX;

    /// Messages of all streams of a connection that may wait to be received.
    static final int CONTROL_BUFFERED_MAX = 16 << 20;

    /// What may be handed to the link and not be written yet: enough to keep it busy, little enough
    /// for a message to pass quickly.
    static final int BACKLOG_MAX = 1 << 20;

    /// The same for all else. A peer for whom more waits does not read: no honest one is owed that
    /// much before it has answered.
    static final int WAITING_MAX = CONTROL_BUFFERED_MAX;

    /// Receipts are sent no oftener than this.
    static final int RECEIPT_STEP = 64 << 10;

    /// Runs of bytes up to this are copied, so that their sender need not wait until they are
    /// written.
    static final int COPIED_MAX = 16 << 10;

    private MuxLimits() {}
}
