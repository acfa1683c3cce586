package dev.holdfast.engine.net;

/// What a connection is for; agreed in the TLS handshake (ALPN, RFC 7301).
public enum Protocol {
    /// Devices of a pool among themselves.
    PEER("holdfast/1"),
    /// A device that asks to be admitted.
    PAIR("holdfast-pair/1"),
    /// Somebody who has the recovery words.
    RECOVER("holdfast-recover/1");

    private final String id;

    Protocol(String id) {
        this.id = id;
    }

    /// The name in the handshake.
    public String id() {
        return id;
    }
}
