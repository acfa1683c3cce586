package dev.holdfast.engine.remote;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/// One connection's frames: `u8 kind | u32 length | body`. Text bodies are JSON in UTF-8.
final class Frames implements AutoCloseable {

    /// What a frame carries, and the byte that says so.
    enum Kind {
        /// Client: the token and the version, before all else.
        HELLO('H'),
        /// Client: a command as JSON.
        COMMAND('C'),
        /// Client: the question for the status.
        STATUS('S'),
        /// Client: bytes of the stream that the command stores; an empty frame ends it.
        INPUT('I'),
        /// Server: an event as JSON.
        EVENT('E'),
        /// Server: bytes of the file that the command fetches.
        OUTPUT('O'),
        /// Server: the outcome or the status as JSON. The last frame.
        RESULT('R'),
        /// Server: a problem as JSON. The last frame.
        PROBLEM('P');

        private final char code;

        Kind(char code) {
            this.code = code;
        }

        static Kind of(int code) throws IOException {
            for (var kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IOException("a frame of kind " + code);
        }
    }

    /// One frame as received.
    record Frame(Kind kind, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /// The largest body, bytes. A description of a file of a million chunks fits.
    static final int BODY_MAX = 256 << 20;

    /// Bytes of one INPUT or OUTPUT frame.
    static final int PIECE = 256 << 10;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final ReentrantLock writing = new ReentrantLock();

    Frames(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
    }

    void write(Kind kind, String json) throws IOException {
        var body = json.getBytes(StandardCharsets.UTF_8);
        write(kind, body, 0, body.length);
    }

    void write(Kind kind, byte[] body, int offset, int length) throws IOException {
        writing.lock();
        try {
            out.writeByte(kind.code);
            out.writeInt(length);
            out.write(body, offset, length);
            out.flush();
        } finally {
            writing.unlock();
        }
    }

    /// The next frame, whose body may have at most `max` bytes.
    Frame read(int max) throws IOException {
        var kind = Kind.of(in.readUnsignedByte());
        int length = in.readInt();
        if (length < 0 || length > max) {
            throw new IOException("a " + kind + " of " + length + " bytes");
        }
        var body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the connection ended within a frame");
        }
        return new Frame(kind, body);
    }

    /// No read waits longer than so many milliseconds; 0 is for ever.
    void patience(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    /// Ends the conversation at once: whoever reads or writes here gets an exception.
    void hangUp() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        hangUp();
    }
}
