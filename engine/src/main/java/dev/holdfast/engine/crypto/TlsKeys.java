package dev.holdfast.engine.crypto;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;

/// What a TLS engine needs to speak as this device, and to learn who speaks at the other end.
///
/// TLS proves here that the peer has the private key of the certificate it showed, and nothing
/// more: whether that key belongs to the pool is judged above, by the roster.
public interface TlsKeys {

    /// This device's key and its self-signed certificate.
    KeyManager mine();

    /// Accepts every single self-signed P-256 certificate, and nothing else.
    TrustManager anyDevice();

    /// The DER SubjectPublicKeyInfo of the peer's key, once the handshake is done.
    byte[] peerKey(SSLSession session) throws SSLPeerUnverifiedException;
}
