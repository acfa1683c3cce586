package dev.holdfast.discovery.mdns;

import dev.holdfast.discovery.Announcement;
import dev.holdfast.discovery.Announcement.Kind;
import dev.holdfast.discovery.Announcement.Tag;

import java.util.HexFormat;
import java.util.Optional;

/// The name of a service: `h` or `o` for its kind, 32 hexadecimal digits of its tag, and 16 that
/// are drawn whenever it is registered. With the same name at another address it would not be told
/// anew.
final class Label {

    private static final int DIGITS = 16;
    private static final int LENGTH = 1 + 3 * DIGITS;
    private static final HexFormat HEX = HexFormat.of();

    private Label() {}

    static String of(Announcement what, long drawn) {
        return (what.kind() == Kind.HERE ? "h" : "o")
                + HEX.toHexDigits(what.tag().high())
                + HEX.toHexDigits(what.tag().low())
                + HEX.toHexDigits(drawn);
    }

    /// Empty when the name is none of these, or there can be no such port.
    static Optional<Announcement> parse(String name, int port) {
        if (name.length() != LENGTH
                || !name.chars().skip(1).allMatch(HexFormat::isHexDigit)
                || port < 1
                || port > Announcement.PORT_MAX) {
            return Optional.empty();
        }
        var tag = new Tag(digits(name, 1), digits(name, 1 + DIGITS));
        return switch (name.charAt(0)) {
            case 'h' -> Optional.of(new Announcement(Kind.HERE, tag, port));
            case 'o' -> Optional.of(new Announcement(Kind.OPEN, tag, port));
            default -> Optional.empty();
        };
    }

    private static long digits(String name, int from) {
        return HexFormat.fromHexDigitsToLong(name, from, from + DIGITS);
    }
}
