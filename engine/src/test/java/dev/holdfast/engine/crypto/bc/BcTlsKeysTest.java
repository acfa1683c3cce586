package dev.holdfast.engine.crypto.bc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.crypto.DeviceKeys;
import dev.holdfast.engine.crypto.TlsKeys;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// Two engines of the platform, mouth to mouth.
class BcTlsKeysTest {

    private final DeviceKeys ann = BcDeviceKeys.generate(new SeededChance(1));
    private final DeviceKeys bob = BcDeviceKeys.generate(new SeededChance(2));

    @Test
    void each_side_learns_the_others_key() throws Exception {
        var client = engine(ann.tls(), true);
        var server = engine(bob.tls(), false);
        shakeHands(client, server);
        assertThat(client.getSession().getProtocol()).isEqualTo("TLSv1.3");
        assertThat(ann.tls().peerKey(client.getSession())).isEqualTo(bob.publicKey());
        assertThat(bob.tls().peerKey(server.getSession())).isEqualTo(ann.publicKey());
    }

    @Test
    void a_client_without_a_certificate_gets_nowhere() throws Exception {
        var context = SSLContext.getInstance("TLSv1.3");
        context.init(new KeyManager[0], new TrustManager[] {ann.tls().anyDevice()}, null);
        var client = context.createSSLEngine();
        client.setUseClientMode(true);
        assertThatThrownBy(() -> shakeHands(client, engine(bob.tls(), false)))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void other_kinds_of_key_and_chains_are_refused() throws Exception {
        var trust = (X509ExtendedTrustManager) ann.tls().anyDevice();
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(384);
        var p384 = SelfSigned.certificate(generator.generateKeyPair());
        assertThatThrownBy(() -> trust.checkServerTrusted(new X509Certificate[] {p384}, "EC"))
                .isInstanceOf(CertificateException.class);
        assertThatThrownBy(() -> trust.checkClientTrusted(new X509Certificate[0], "EC"))
                .isInstanceOf(CertificateException.class);
        assertThatThrownBy(() -> trust.checkClientTrusted(new X509Certificate[] {p384, p384}, "EC"))
                .isInstanceOf(CertificateException.class);
    }

    private static SSLEngine engine(TlsKeys keys, boolean client) throws Exception {
        var context = SSLContext.getInstance("TLSv1.3");
        context.init(new KeyManager[] {keys.mine()}, new TrustManager[] {keys.anyDevice()}, null);
        var engine = context.createSSLEngine();
        engine.setEnabledProtocols(new String[] {"TLSv1.3"});
        engine.setUseClientMode(client);
        engine.setNeedClientAuth(!client);
        return engine;
    }

    private static void shakeHands(SSLEngine client, SSLEngine server) throws SSLException {
        var toServer = ByteBuffer.allocate(1 << 16);
        var toClient = ByteBuffer.allocate(1 << 16);
        client.beginHandshake();
        server.beginHandshake();
        for (int turn = 0; turn < 100 && !(done(client) && done(server)); turn++) {
            step(client, toClient, toServer);
            step(server, toServer, toClient);
        }
        assertThat(done(client) && done(server)).isTrue();
    }

    private static boolean done(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        var none = ByteBuffer.allocate(1 << 16);
        switch (engine.getHandshakeStatus()) {
            case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
            case NEED_TASK -> engine.getDelegatedTask().run();
            default -> {
                in.flip();
                engine.unwrap(in, none);
                in.compact();
            }
        }
    }
}
