package dev.holdfast.tui;

import dev.holdfast.tui.process.Background;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/// How this process logs: lines on standard error from a level on; a daemon in the background has
/// its own log and writes none there. The platform's logging makes one when something is logged for
/// the first time, which in most commands never happens.
public final class LogSetting {

    private static final String LEVEL = "dev.holdfast.log-level";

    private static final String LINE = "%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s: %5$s%6$s%n";

    /// Called by the platform's logging.
    public LogSetting() throws IOException {
        var handlers =
                Boolean.getBoolean(Background.PROPERTY) ? "" : "java.util.logging.ConsoleHandler";
        var text =
                "handlers="
                        + handlers
                        + "\n.level="
                        + System.getProperty(LEVEL, "WARNING")
                        + "\njava.util.logging.SimpleFormatter.format="
                        + LINE
                        + "\n";
        LogManager.getLogManager()
                .readConfiguration(
                        new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /// @param level by its name in the platform's logging, such as `INFO`
    static void from(String level) {
        System.setProperty(LEVEL, level);
        System.setProperty("java.util.logging.config.class", LogSetting.class.getName());
    }
}
