package dev.holdfast.engine.remote;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/// Sends what a command stores, while the answer is read on another thread.
final class Pump {

    private static final int PIECE = 256 << 10;

    private final InputStream source;
    private final Connection connection;
    private final Thread thread = Thread.ofVirtual().name("remote-pump").unstarted(this::sendAll);
    private volatile @Nullable IOException unreadable;

    Pump(InputStream source, Connection connection) {
        this.source = source;
        this.connection = connection;
    }

    Connection connection() {
        return connection;
    }

    void start() {
        thread.start();
    }

    /// A source that waits for its next byte cannot be called back; it is left alone.
    void stop() {
        thread.interrupt();
    }

    private void sendAll() {
        try {
            var piece = new byte[PIECE];
            for (int n = read(piece); n >= 0; n = read(piece)) {
                if (n > 0) {
                    connection.sendChunk(piece, n);
                }
            }
            connection.sendEnd();
        } catch (IOException e) {
            // The daemon has ended the conversation, which the thread that reads sees too.
            hangUpIfUnreadable();
        }
    }

    private int read(byte[] piece) throws IOException {
        try {
            return source.read(piece);
        } catch (IOException e) {
            unreadable = e;
            throw e;
        }
    }

    /// A file that was not read to its end must not look like one that was.
    private void hangUpIfUnreadable() {
        if (unreadable == null) {
            return;
        }
        try {
            connection.close();
        } catch (IOException e) {
            Objects.requireNonNull(unreadable).addSuppressed(e);
        }
    }

    /// @throws NodeException when the source broke off
    void checkSource() throws NodeException {
        var why = unreadable;
        if (why != null) {
            throw new NodeException(
                    new Problem(
                            Problem.Code.FAILED,
                            "The input could not be read: " + why.getMessage() + ".",
                            "Look at where it comes from, then store it again."),
                    why);
        }
    }
}
