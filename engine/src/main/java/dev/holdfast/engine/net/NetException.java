package dev.holdfast.engine.net;

/// Something between this device and a peer did not work. The kind says what the caller may do.
public final class NetException extends Exception {

    private static final long serialVersionUID = 1;

    public enum Kind {
        /// Nobody answers there, or the handshake was refused.
        UNREACHABLE,
        /// Another device answers there.
        WRONG_PEER,
        /// Not within the patience given. The stream can go on.
        TIMEOUT,
        /// The connection has ended.
        CLOSED,
        /// The peer closed the stream, and everything before that was received.
        ENDED,
        /// The peer's conversation broke off; what was on its way is lost.
        RESET,
        /// A message came where bytes should, or bytes where a message should.
        WRONG_STATE,
        /// The address cannot be listened on.
        CANNOT_LISTEN
    }

    private final Kind kind;

    public NetException(Kind kind, String what) {
        super(what);
        this.kind = kind;
    }

    public NetException(Kind kind, String what, Throwable cause) {
        super(what, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
