package dev.holdfast.engine.net.mux;

import java.nio.ByteBuffer;

/// What a link carries: `u32 length | u8 kind | u32 stream | body`, big-endian, the length that of
/// the body. Stream 0 is the connection itself.
public sealed interface Frame {

    /// Length, kind and stream. Bytes.
    int HEADER_BYTES = 9;

    /// The longest run of bytes in one frame.
    int BYTES_MAX = 256 << 10;

    /// What a frame takes in memory beside its body until it is written, about.
    int HELD_BYTES = 128;

    int CONTROL = 1;
    int BYTES = 2;
    int CREDIT = 3;
    int END = 4;
    int RESET = 5;
    int RECEIPT = 6;
    int BLOCKED = 7;

    int stream();

    /// An encoded message.
    record Control(int stream, byte[] body) implements Frame {}

    /// A run of chunk or batch bytes. Whoever takes the frame runs `release`, once, when it has
    /// done with the buffer; going out that is when the bytes are written, coming in when they are
    /// read.
    record Bytes(int stream, ByteBuffer body, Runnable release) implements Frame {}

    /// The receiver has room for so many more bytes of [Bytes] and of [Control] on the stream; on
    /// stream 0, on all streams together.
    record Credit(int stream, int bytes, int controlBytes) implements Frame {
        static final int BODY_BYTES = 8;
    }

    /// The sender has done with the stream.
    record End(int stream) implements Frame {}

    /// The sender broke off; what was on its way on the stream is worth nothing.
    record Reset(int stream) implements Frame {}

    /// The sender of [Bytes] has more to send and no credit: on the stream, or on stream 0 for all.
    record Blocked(int stream) implements Frame {}

    /// So many bytes of [Bytes] have arrived on the connection since it began.
    record Receipt(long total) implements Frame {

        static final int BODY_BYTES = 8;

        @Override
        public int stream() {
            return 0;
        }
    }

    default int kind() {
        return switch (this) {
            case Control _ -> CONTROL;
            case Bytes _ -> BYTES;
            case Credit _ -> CREDIT;
            case End _ -> END;
            case Reset _ -> RESET;
            case Receipt _ -> RECEIPT;
            case Blocked _ -> BLOCKED;
        };
    }

    default int bodyLength() {
        return switch (this) {
            case Control(_, var body) -> body.length;
            case Bytes(_, var body, _) -> body.remaining();
            case Credit _ -> Credit.BODY_BYTES;
            case Receipt _ -> Receipt.BODY_BYTES;
            case End _, Reset _, Blocked _ -> 0;
        };
    }

    /// What it takes in memory until it is written; none for bulk, which belongs to its sender.
    /// Bytes.
    default int weight() {
        return this instanceof Bytes ? 0 : HELD_BYTES + bodyLength();
    }

    /// Writes the header, and the body unless it is that of [Bytes].
    default void write(ByteBuffer to) {
        to.putInt(bodyLength()).put((byte) kind()).putInt(stream());
        switch (this) {
            case Control(_, var body) -> to.put(body);
            case Credit(_, var bytes, var controlBytes) -> to.putInt(bytes).putInt(controlBytes);
            case Receipt(var total) -> to.putLong(total);
            case Bytes _, End _, Reset _, Blocked _ -> {}
        }
    }
}
