package dev.holdfast.tui.render;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/// Moments as people read them, in the zone of this machine. Scripts get UTC by `--json`.
public final class Times {

    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private Times() {}

    /// To the second: `2026-05-31 18:04:09`.
    public static String text(Instant moment) {
        return text(moment, ZoneId.systemDefault());
    }

    static String text(Instant moment, ZoneId zone) {
        return FORM.format(moment.atZone(zone));
    }
}
