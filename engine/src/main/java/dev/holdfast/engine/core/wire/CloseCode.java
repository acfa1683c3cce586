package dev.holdfast.engine.core.wire;

/// Why a connection ended. The number is its form on the wire and never changes.
public enum CloseCode {
    /// Nothing more to say.
    DONE(1),
    /// The device stops.
    SHUTTING_DOWN(2),
    /// Two connections to one peer; the other one is kept.
    DUPLICATE(3),
    /// The peer is not known here, and could not show why it should be.
    NOT_ADMITTED(4),
    /// The peer was admitted once and is no more.
    REVOKED(5),
    /// The peer belongs to another pool.
    OTHER_POOL(6),
    /// No version of the protocol is spoken by both.
    NO_COMMON_VERSION(7),
    /// Bytes that are no frame or no message.
    MALFORMED(8),
    /// A frame that may not come now.
    WRONG_STATE(9),
    /// More bytes or streams than were granted.
    FLOODED(10),
    /// Not admitted within the time for it.
    TOO_SLOW(11),
    /// Nothing was heard for too long.
    SILENT(12),
    /// The path broke. Found on one's own side, never received.
    LOST(13);

    private final int number;

    CloseCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
