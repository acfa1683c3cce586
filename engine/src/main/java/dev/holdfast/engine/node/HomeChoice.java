package dev.holdfast.engine.node;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Which home a program means.
///
/// @param environment the environment variables
/// @param system the name of the operating system, as Java has it
/// @param user the person's own directory
public record HomeChoice(Map<String, String> environment, String system, Path user) {

    private static final String VARIABLE = "HOLDFAST_HOME";

    /// The choice on this machine, for the person who runs this process.
    public static HomeChoice here() {
        return new HomeChoice(
                System.getenv(),
                System.getProperty("os.name", ""),
                Path.of(System.getProperty("user.home", "")));
    }

    /// The one that was named, else `HOLDFAST_HOME`, else the platform's place for application
    /// data. Absolute, whether it exists or not.
    public Path of(Optional<Path> named) {
        return named.or(() -> set(VARIABLE)).orElseGet(this::usual).toAbsolutePath().normalize();
    }

    private Path usual() {
        var name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return set("LOCALAPPDATA").orElse(user.resolve("AppData/Local")).resolve("Holdfast");
        }
        if (name.startsWith("mac")) {
            return user.resolve("Library/Application Support/Holdfast");
        }
        return set("XDG_DATA_HOME").orElse(user.resolve(".local/share")).resolve("holdfast");
    }

    private Optional<Path> set(String variable) {
        return Optional.ofNullable(environment.get(variable))
                .filter(value -> !value.isEmpty())
                .map(Path::of);
    }
}
