package dev.holdfast.engine.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A caller that sends what it likes.
final class Raw implements AutoCloseable {

    /// No read waits longer.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Socket socket;

    Raw(int port) throws IOException {
        socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        socket.setSoTimeout((int) PATIENCE.toMillis());
    }

    Raw send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Raw send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    Raw endOutput() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /// All that comes until the daemon closes.
    String all() throws IOException {
        var all = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(all);
        } catch (java.net.SocketException e) {
            // Closed on bytes that it did not want: what came before counts.
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    /// The next so many bytes, or fewer at the end.
    byte[] some(int count) throws IOException {
        return socket.getInputStream().readNBytes(count);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
