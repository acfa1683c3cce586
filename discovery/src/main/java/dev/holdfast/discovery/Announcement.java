package dev.holdfast.discovery;

/// What a device tells whoever is on its network: that something is to be found on a port of it.
///
/// @param tag tells apart, and lets those who can recognize it do so; to others it is a number
/// @param port of TCP
public record Announcement(Kind kind, Tag tag, int port) {

    public static final int PORT_MAX = 0xffff;

    /// What is to be found there.
    public enum Kind {
        /// A device.
        HERE,
        /// A device that waits for a guest.
        OPEN
    }

    /// 128 bits.
    public record Tag(long high, long low) {}

    public Announcement {
        if (port < 1 || port > PORT_MAX) {
            throw new IllegalArgumentException("port %d is not in 1..%d".formatted(port, PORT_MAX));
        }
    }
}
