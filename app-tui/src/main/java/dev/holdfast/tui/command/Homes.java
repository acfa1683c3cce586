package dev.holdfast.tui.command;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/// Which home a command means.
record Homes(Map<String, String> environment) {

    /// The one that was named, else `HOLDFAST_HOME`, else the platform's place for application
    /// data.
    Path choose(@Nullable Path named) {
        if (named != null) {
            return named.toAbsolutePath().normalize();
        }
        var set = environment.getOrDefault("HOLDFAST_HOME", "");
        return (set.isEmpty() ? usual() : Path.of(set)).toAbsolutePath().normalize();
    }

    private Path usual() {
        var system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        var user = Path.of(System.getProperty("user.home", ""));
        if (system.startsWith("windows")) {
            return from("LOCALAPPDATA", user.resolve("AppData/Local")).resolve("Holdfast");
        }
        if (system.startsWith("mac")) {
            return user.resolve("Library/Application Support/Holdfast");
        }
        return from("XDG_DATA_HOME", user.resolve(".local/share")).resolve("holdfast");
    }

    private Path from(String variable, Path otherwise) {
        var value = environment.getOrDefault(variable, "");
        return value.isEmpty() ? otherwise : Path.of(value);
    }
}
