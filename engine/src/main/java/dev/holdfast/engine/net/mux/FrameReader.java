package dev.holdfast.engine.net.mux;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.wire.Message;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntSupplier;

/// Cuts what a peer sent into frames, however it was torn on the way. Bodies of [Frame.Bytes] are
/// handed on piece by piece and without a copy; every other body is gathered, its length held
/// against the limit first.
public final class FrameReader {

    /// Where frames go.
    public interface Sink {
        void frame(Frame frame);

        /// A part of the body of a [Frame.Bytes]: a view of what was read.
        void bytes(int stream, ByteBuffer piece);
    }

    /// What is set aside for a body before its bytes arrive.
    private static final int GATHERED_FIRST = 4 << 10;

    private final Sink sink;
    private final IntSupplier controlMax;
    private final ByteBuffer header = ByteBuffer.allocate(Frame.HEADER_BYTES);
    private byte[] gathered = new byte[0];
    private int kind;
    private int stream;
    private int length;
    private int have;

    /// `controlMax` says how long a message may be now.
    public FrameReader(Sink sink, IntSupplier controlMax) {
        this.sink = sink;
        this.controlMax = controlMax;
    }

    /// Takes what remains in `in`. After an exception the reader must not be used again.
    public void read(ByteBuffer in) throws MalformedException {
        while (in.hasRemaining()) {
            if (header.hasRemaining()) {
                readHeader(in);
            } else if (kind == Frame.BYTES) {
                passBytes(in);
            } else {
                gather(in);
            }
        }
    }

    private void readHeader(ByteBuffer in) throws MalformedException {
        int count = Math.min(header.remaining(), in.remaining());
        header.put(in.slice(in.position(), count));
        in.position(in.position() + count);
        if (header.hasRemaining()) {
            return;
        }
        length = header.getInt(0);
        kind = header.get(4);
        stream = header.getInt(5);
        have = 0;
        checkHeader();
        if (length == 0) {
            finish();
        }
    }

    private void checkHeader() throws MalformedException {
        if (stream < 0) {
            throw new MalformedException("a stream numbered " + Integer.toUnsignedString(stream));
        }
        switch (kind) {
            case Frame.CONTROL ->
                    checkLength(1, Math.min(controlMax.getAsInt(), Message.ENCODED_MAX));
            case Frame.BYTES -> checkLength(1, Frame.BYTES_MAX);
            case Frame.CREDIT -> checkLength(Frame.Credit.BODY_BYTES, Frame.Credit.BODY_BYTES);
            case Frame.RECEIPT -> checkLength(Frame.Receipt.BODY_BYTES, Frame.Receipt.BODY_BYTES);
            case Frame.END, Frame.RESET, Frame.BLOCKED -> checkLength(0, 0);
            default -> throw new MalformedException("a frame of unknown kind " + kind);
        }
    }

    private void checkLength(int min, int max) throws MalformedException {
        if (length < min || length > max) {
            throw new MalformedException(
                    "a frame of kind %d with %s bytes, not %d..%d"
                            .formatted(kind, Integer.toUnsignedString(length), min, max));
        }
    }

    private void passBytes(ByteBuffer in) {
        int count = Math.min(length - have, in.remaining());
        sink.bytes(stream, in.slice(in.position(), count));
        in.position(in.position() + count);
        have += count;
        if (have == length) {
            header.clear();
        }
    }

    private void gather(ByteBuffer in) throws MalformedException {
        int count = Math.min(length - have, in.remaining());
        if (gathered.length < have + count) {
            int room = Math.max(have + count, Math.min(length, Math.max(GATHERED_FIRST, 2 * have)));
            gathered = Arrays.copyOf(gathered, room);
        }
        in.get(gathered, have, count);
        have += count;
        if (have == length) {
            finish();
        }
    }

    private void finish() throws MalformedException {
        header.clear();
        var body = gathered.length == length ? gathered : Arrays.copyOf(gathered, length);
        gathered = new byte[0];
        sink.frame(frame(body));
    }

    private Frame frame(byte[] body) throws MalformedException {
        var in = ByteBuffer.wrap(body);
        return switch (kind) {
            case Frame.CONTROL -> new Frame.Control(stream, body);
            case Frame.CREDIT -> new Frame.Credit(stream, count(in), count(in));
            case Frame.RECEIPT -> new Frame.Receipt(in.getLong());
            case Frame.END -> new Frame.End(stream);
            case Frame.RESET -> new Frame.Reset(stream);
            case Frame.BLOCKED -> new Frame.Blocked(stream);
            default -> throw new AssertionError("kind " + kind + " passed the check of headers");
        };
    }

    private static int count(ByteBuffer body) throws MalformedException {
        int count = body.getInt();
        if (count < 0) {
            throw new MalformedException("a credit of 2^31 or more");
        }
        return count;
    }
}
