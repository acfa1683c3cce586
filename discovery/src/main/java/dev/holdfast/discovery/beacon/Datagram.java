package dev.holdfast.discovery.beacon;

import dev.holdfast.discovery.Announcement;
import dev.holdfast.discovery.Announcement.Kind;
import dev.holdfast.discovery.Announcement.Tag;

import java.nio.ByteBuffer;
import java.util.Optional;

/// What travels: `"HFb1" ‖ u8 kind ‖ u8 0 ‖ u16 port ‖ 16 bytes of tag`. Kind 0 asks, with port and
/// tag of zeros.
sealed interface Datagram {

    int BYTES = 24;

    int MAGIC = 0x48466231;

    /// Everybody is to tell what it has to tell.
    record Ask() implements Datagram {}

    record Told(Announcement what) implements Datagram {}

    default ByteBuffer toBytes() {
        var bytes = ByteBuffer.allocate(BYTES).putInt(MAGIC);
        switch (this) {
            case Ask _ -> bytes.position(BYTES);
            case Told(var what) ->
                    bytes.put((byte) (what.kind() == Kind.HERE ? 1 : 2))
                            .put((byte) 0)
                            .putShort((short) what.port())
                            .putLong(what.tag().high())
                            .putLong(what.tag().low());
        }
        return bytes.flip();
    }

    /// Empty when what remains in `bytes` is none of these.
    static Optional<Datagram> parse(ByteBuffer bytes) {
        if (bytes.remaining() != BYTES || bytes.getInt() != MAGIC) {
            return Optional.empty();
        }
        int kind = bytes.get();
        int reserved = bytes.get();
        int port = bytes.getShort() & Announcement.PORT_MAX;
        var tag = new Tag(bytes.getLong(), bytes.getLong());
        if (reserved != 0 || kind < 0 || kind > 2 || (kind == 0) != (port == 0)) {
            return Optional.empty();
        }
        return Optional.of(
                kind == 0
                        ? new Ask()
                        : new Told(new Announcement(kind == 1 ? Kind.HERE : Kind.OPEN, tag, port)));
    }
}
