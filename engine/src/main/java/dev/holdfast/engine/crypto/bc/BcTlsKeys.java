package dev.holdfast.engine.crypto.bc;

import dev.holdfast.engine.crypto.TlsKeys;

import org.jspecify.annotations.Nullable;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// One key, one certificate, and no authority: trust in a key is the roster's matter.
final class BcTlsKeys implements TlsKeys {

    private final PrivateKey key;
    private final X509Certificate certificate;

    BcTlsKeys(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    @Override
    public KeyManager mine() {
        return new OneKey(key, certificate);
    }

    @Override
    public TrustManager anyDevice() {
        return new AnyDevice();
    }

    @Override
    public byte[] peerKey(SSLSession session) throws SSLPeerUnverifiedException {
        return session.getPeerCertificates()[0].getPublicKey().getEncoded();
    }

    /// Refuses all that is not a single self-signed certificate of a P-256 key.
    static void check(X509Certificate @Nullable [] chain) throws CertificateException {
        if (chain == null || chain.length != 1) {
            throw new CertificateException("a device shows exactly one certificate");
        }
        var key = chain[0].getPublicKey();
        if (Spki.p256(key.getEncoded()).isEmpty()) {
            throw new CertificateException("a device's certificate is for a P-256 key");
        }
        try {
            chain[0].verify(key);
        } catch (GeneralSecurityException e) {
            throw new CertificateException("a device's certificate is signed by its own key", e);
        }
    }

    /// Shows the one key to whoever asks.
    private static final class OneKey extends X509ExtendedKeyManager {

        private static final String ALIAS = "device";
        private static final String TYPE = "EC";

        private final PrivateKey key;
        private final X509Certificate certificate;

        OneKey(PrivateKey key, X509Certificate certificate) {
            this.key = key;
            this.certificate = certificate;
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[] {certificate};
        }

        @Override
        public @Nullable String chooseEngineClientAlias(
                String[] types, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return chooseClientAlias(types, issuers, null);
        }

        @Override
        public @Nullable String chooseEngineServerAlias(
                String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return chooseServerAlias(type, issuers, null);
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
            for (var type : types) {
                if (type.equals(TYPE)) {
                    return ALIAS;
                }
            }
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return type.equals(TYPE) ? ALIAS : null;
        }

        @Override
        public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String[] getServerAliases(String type, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }
    }

    /// TLS has proved possession of the key; nothing else is decided here.
    private static final class AnyDevice extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
