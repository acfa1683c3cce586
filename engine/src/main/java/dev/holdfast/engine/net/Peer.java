package dev.holdfast.engine.net;

import dev.holdfast.engine.core.membership.DeviceId;

/// Who is at the other end of a connection, as proved by its handshake: the device, the DER
/// SubjectPublicKeyInfo whose hash its id is, what the connection is for, and which side dialled.
public record Peer(DeviceId device, byte[] publicKey, Protocol protocol, boolean dialled) {

    public Peer {
        publicKey = publicKey.clone();
    }

    @Override
    public byte[] publicKey() {
        return publicKey.clone();
    }

    @Override
    public String toString() {
        return "%s over %s".formatted(device, protocol.id());
    }
}
