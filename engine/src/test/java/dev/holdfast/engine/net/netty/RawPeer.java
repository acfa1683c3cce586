package dev.holdfast.engine.net.netty;

import dev.holdfast.engine.crypto.TlsKeys;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.net.mux.Frame;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/// A peer that says what a device never would, byte by byte.
final class RawPeer implements AutoCloseable {

    private final Socket socket;

    private RawPeer(Socket socket) {
        this.socket = socket;
    }

    /// Speaks no TLS at all.
    static RawPeer plain(Endpoint to) throws IOException {
        return new RawPeer(new Socket(to.host(), to.port()));
    }

    /// Speaks TLS of this version, without a certificate when `keys` is null.
    static RawPeer tls(Endpoint to, TlsKeys trust, @Nullable TlsKeys keys, String version)
            throws IOException, GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(
                keys == null ? new KeyManager[0] : new KeyManager[] {keys.mine()},
                new TrustManager[] {trust.anyDevice()},
                null);
        var socket = (SSLSocket) context.getSocketFactory().createSocket(to.host(), to.port());
        socket.setEnabledProtocols(new String[] {version});
        var parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"holdfast/1"});
        socket.setSSLParameters(parameters);
        return new RawPeer(socket);
    }

    void shakeHands() throws IOException {
        ((SSLSocket) socket).startHandshake();
    }

    RawPeer say(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    RawPeer say(Frame frame) throws IOException {
        int inFront = Frame.HEADER_BYTES;
        var out = ByteBuffer.allocate(inFront + frame.bodyLength());
        frame.write(out);
        if (frame instanceof Frame.Bytes bytes) {
            out.put(bytes.body().duplicate());
        }
        return say(out.array());
    }

    /// Reads until the other side hangs up, by whatever means.
    void awaitEnd() {
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            return;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
