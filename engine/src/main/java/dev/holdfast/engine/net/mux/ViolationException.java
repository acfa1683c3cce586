package dev.holdfast.engine.net.mux;

import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.net.CloseReason;

/// The peer did what the protocol forbids. The connection ends with this reason.
final class ViolationException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient CloseReason reason;

    ViolationException(CloseCode code, String what) {
        super(what);
        reason = CloseReason.of(code, what);
    }

    CloseReason reason() {
        return reason;
    }
}
