package dev.holdfast.engine.remote;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// One connection to the daemon, for one request and its answer. Interrupting a thread that waits
/// here closes it.
final class Connection implements AutoCloseable {

    /// Bytes that are read ahead.
    private static final int READ_AHEAD = 256 << 10;

    private final int port;
    private final String fields;
    private final SocketChannel channel;
    private final InputStream in;

    /// @param fields of the head of its request, each made by [#field]
    Connection(int port, String fields) throws IOException {
        this.port = port;
        this.fields = fields;
        var loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        channel = SocketChannel.open(new InetSocketAddress(loopback, port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        in = new BufferedInputStream(new Bytes(channel), READ_AHEAD);
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
        for (var bytes = ByteBuffer.wrap(all.toByteArray()); bytes.hasRemaining(); ) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /// What the channel receives. Unlike a socket's own stream, a thread in it can be interrupted.
    private static final class Bytes extends InputStream {

        private final SocketChannel channel;

        Bytes(SocketChannel channel) {
            this.channel = channel;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, into.length);
            return length == 0 ? 0 : channel.read(ByteBuffer.wrap(into, offset, length));
        }
    }
}
