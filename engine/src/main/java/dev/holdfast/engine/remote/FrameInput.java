package dev.holdfast.engine.remote;

import dev.holdfast.engine.remote.Frames.Kind;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// The stream that a client sends, as its frames arrive. A few frames wait here, then the socket's
/// own flow control stops the client.
final class FrameInput extends InputStream {

    private static final int FRAMES_WAITING = 4;

    private final BlockingQueue<byte[]> pieces = new ArrayBlockingQueue<>(FRAMES_WAITING);
    private byte[] piece = new byte[0];
    private int at;
    private boolean ended;

    /// Receives until the client has gone, then says so.
    @Nullable Void receiveAll(Frames frames, Runnable gone) throws InterruptedException {
        try {
            while (true) {
                var frame = frames.read(Frames.PIECE);
                if (frame.kind() != Kind.INPUT) {
                    throw new IOException("a " + frame.kind() + " while a command runs");
                }
                pieces.put(frame.body());
            }
        } catch (IOException e) {
            gone.run();
            return null;
        }
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        while (at == piece.length && !ended) {
            next();
        }
        if (ended) {
            return -1;
        }
        int count = Math.min(length, piece.length - at);
        System.arraycopy(piece, at, into, offset, count);
        at += count;
        return count;
    }

    private void next() throws IOException {
        try {
            piece = pieces.take();
            at = 0;
            ended = piece.length == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException)
                    new InterruptedIOException("the command was cancelled").initCause(e);
        }
    }
}
