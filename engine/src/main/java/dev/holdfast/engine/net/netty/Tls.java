package dev.holdfast.engine.net.netty;

import dev.holdfast.engine.crypto.TlsKeys;
import dev.holdfast.engine.net.Protocol;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

import javax.net.ssl.SSLException;

/// TLS as this device speaks it: version 1.3 only (RFC 8446), both sides show a certificate, and
/// the protocol is agreed by ALPN (RFC 7301). Whose certificate it is, is judged after the
/// handshake.
final class Tls {

    // Whoever resumes a session shows no certificate. BoringSSL gives tickets for that to all who
    // shook hands, and keeps none that could be called off; read once, when its classes are loaded.
    static {
        System.setProperty("jdk.tls.server.enableSessionTicketExtension", "false");
        System.setProperty("jdk.tls.client.enableSessionTicketExtension", "false");
    }

    private static final List<String> CIPHERS =
            List.of(
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_CHACHA20_POLY1305_SHA256");

    /// Bytes that BoringSSL is handed at a time, of which it makes as many records as it takes: all
    /// that a call costs beside enciphering is paid once for four of them.
    private static final int WRAPPED = 64 << 10;

    private final TlsKeys keys;
    private final Executor handshakes;
    private final SslProvider provider;
    private final SslContext taking;
    private final Map<Protocol, SslContext> dialling = new EnumMap<>(Protocol.class);

    /// The expensive steps of handshakes run on `handshakes`.
    Tls(TlsKeys keys, Executor handshakes, SslProvider provider) {
        this.keys = keys;
        this.handshakes = handshakes;
        this.provider = provider;
        try {
            taking =
                    common(SslContextBuilder.forServer(keys.mine()), Protocol.values())
                            .clientAuth(ClientAuth.REQUIRE)
                            .build();
            for (var protocol : Protocol.values()) {
                var client = SslContextBuilder.forClient().keyManager(keys.mine());
                dialling.put(
                        protocol,
                        common(client, protocol).endpointIdentificationAlgorithm(null).build());
            }
        } catch (SSLException e) {
            throw new IllegalStateException("This Java platform has no TLS 1.3.", e);
        }
    }

    /// BoringSSL where it is there for this system: it takes a little over half of the processor
    /// that the platform's own engine takes, and is fast from its first record on.
    static SslProvider fastest() {
        return OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;
    }

    SslHandler taking(ByteBufAllocator buffers, Duration patience) {
        return handler(taking, buffers, patience);
    }

    SslHandler dialling(Protocol protocol, ByteBufAllocator buffers, Duration patience) {
        var context = dialling.get(protocol);
        if (context == null) {
            throw new AssertionError(protocol + " has no context");
        }
        return handler(context, buffers, patience);
    }

    TlsKeys keys() {
        return keys;
    }

    private SslHandler handler(SslContext context, ByteBufAllocator buffers, Duration patience) {
        var handler = context.newHandler(buffers, handshakes);
        handler.setCumulator(Buffers.RECORDS);
        if (provider == SslProvider.OPENSSL) {
            handler.setWrapDataSize(WRAPPED);
        }
        handler.setHandshakeTimeoutMillis(patience.toMillis());
        return handler;
    }

    private SslContextBuilder common(SslContextBuilder builder, Protocol... protocols) {
        var ids = Arrays.stream(protocols).map(Protocol::id).toList();
        return builder.sslProvider(provider)
                .trustManager(keys.anyDevice())
                .protocols("TLSv1.3")
                .ciphers(CIPHERS)
                .applicationProtocolConfig(
                        new ApplicationProtocolConfig(
                                ApplicationProtocolConfig.Protocol.ALPN,
                                SelectorFailureBehavior.NO_ADVERTISE,
                                SelectedListenerFailureBehavior.ACCEPT,
                                ids));
    }
}
