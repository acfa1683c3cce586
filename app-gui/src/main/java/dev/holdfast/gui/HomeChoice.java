package dev.holdfast.gui;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Which home the window is for.
final class HomeChoice {

    private HomeChoice() {}

    /// The one after `--home`, else `HOLDFAST_HOME`, else the platform's place for application
    /// data.
    static Path of(List<String> arguments, Map<String, String> environment) {
        for (int i = 0; i < arguments.size(); i++) {
            var each = arguments.get(i);
            if (each.equals("--home") && i + 1 < arguments.size()) {
                return absolute(arguments.get(i + 1));
            }
            if (each.startsWith("--home=")) {
                return absolute(each.substring("--home=".length()));
            }
        }
        var set = environment.getOrDefault("HOLDFAST_HOME", "");
        return set.isEmpty() ? usual(environment) : absolute(set);
    }

    private static Path absolute(String path) {
        return Path.of(path).toAbsolutePath().normalize();
    }

    private static Path usual(Map<String, String> environment) {
        var system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        var user = absolute(System.getProperty("user.home", ""));
        if (system.startsWith("windows")) {
            return from(environment, "LOCALAPPDATA", user.resolve("AppData/Local"))
                    .resolve("Holdfast");
        }
        if (system.startsWith("mac")) {
            return user.resolve("Library/Application Support/Holdfast");
        }
        return from(environment, "XDG_DATA_HOME", user.resolve(".local/share")).resolve("holdfast");
    }

    private static Path from(Map<String, String> environment, String variable, Path otherwise) {
        var value = environment.getOrDefault(variable, "");
        return value.isEmpty() ? otherwise : absolute(value);
    }
}
