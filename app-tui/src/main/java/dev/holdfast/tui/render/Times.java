package dev.holdfast.tui.render;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.TimeZone;

/// Moments as people read them, in the zone of this machine. Scripts get UTC by `--json`.
///
/// Written digit by digit with the offset of the moment: a formatter, and the rules of every zone
/// there is, would take longer to load than all else that a short command does.
public final class Times {

    /// Beyond what a zone can be asked about in milliseconds, its offset stays as it is.
    private static final long SECONDS_MAX = Long.MAX_VALUE / 1000;

    private Times() {}

    /// To the second: `2026-05-31 18:04:09`.
    public static String text(Instant moment) {
        return text(moment, TimeZone.getDefault());
    }

    static String text(Instant moment, TimeZone zone) {
        long seconds = moment.getEpochSecond();
        long millis = Math.clamp(seconds, -SECONDS_MAX, SECONDS_MAX) * 1000;
        var offset = ZoneOffset.ofTotalSeconds(zone.getOffset(millis) / 1000);
        var time = LocalDateTime.ofEpochSecond(seconds, 0, offset);
        return time.toLocalDate()
                + " "
                + two(time.getHour())
                + ":"
                + two(time.getMinute())
                + ":"
                + two(time.getSecond());
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : String.valueOf(number);
    }
}
