package dev.holdfast.engine.net;

import dev.holdfast.engine.core.wire.CloseCode;

/// Why a connection ended, in words for the log; `fromPeer` when the peer said so.
public record CloseReason(CloseCode code, String detail, boolean fromPeer) {

    public static CloseReason of(CloseCode code, String detail) {
        return new CloseReason(code, detail, false);
    }

    @Override
    public String toString() {
        return "%s%s: %s".formatted(code, fromPeer ? " (said the peer)" : "", detail);
    }
}
