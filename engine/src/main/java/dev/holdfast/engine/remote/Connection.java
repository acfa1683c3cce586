package dev.holdfast.engine.remote;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// One connection to the daemon, for one request and its answer. A thread that waits here is freed
/// by closing it.
///
/// A plain socket and no channel: the first channel of a process looks into every jar for somebody
/// who provides them, which takes longer than all else that a short command asks.
final class Connection implements AutoCloseable {

    /// Bytes that are read ahead.
    private static final int READ_AHEAD = 256 << 10;

    private final int port;
    private final String fields;
    private final Socket socket;
    private final InputStream in;

    /// @param fields of the head of its request, each made by [#field]
    Connection(int port, String fields) throws IOException {
        this.port = port;
        this.fields = fields;
        var loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        socket = new Socket(loopback, port);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), READ_AHEAD);
    }

    /// Whether this end has hung up.
    boolean isClosed() {
        return socket.isClosed();
    }

    InputStream in() {
        return in;
    }

    static String field(String name, String value) {
        return name + ": " + value + "\r\n";
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Sends a request with a document.
    void send(String request, byte[] document) throws IOException {
        write(
                utf8(
                        head(request)
                                + "Content-Type: application/json\r\nContent-Length: "
                                + document.length
                                + "\r\n\r\n"),
                document);
    }

    /// Begins a request whose body comes in chunks.
    void sendHead(String request) throws IOException {
        write(utf8(head(request) + "Transfer-Encoding: chunked\r\n\r\n"));
    }

    private String head(String request) {
        return request
                + " HTTP/1.1\r\n"
                + field("Host", "127.0.0.1:" + port)
                + fields
                + field("Connection", "close");
    }

    void sendChunk(byte[] bytes) throws IOException {
        sendChunk(bytes, bytes.length);
    }

    /// Sends the first `length` bytes, which are more than none.
    void sendChunk(byte[] bytes, int length) throws IOException {
        var chunk = new ByteArrayOutputStream(length + 16);
        chunk.writeBytes(utf8(Integer.toHexString(length) + "\r\n"));
        chunk.write(bytes, 0, length);
        chunk.writeBytes(utf8("\r\n"));
        write(chunk.toByteArray());
    }

    void sendEnd() throws IOException {
        write(utf8("0\r\n\r\n"));
    }

    private void write(byte[]... parts) throws IOException {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        all.writeTo(socket.getOutputStream());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
