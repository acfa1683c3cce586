package dev.holdfast.tui.command;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The options with which a device begins, in `init` and in `join`.
final class Start {

    private static final int NAME_MAX = 63;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "what people call this device; the machine's name when not given")
    private @Nullable String name;

    @Option(
            names = "--capacity",
            paramLabel = "SIZE",
            converter = Converters.Size.class,
            description =
                    "what this device gives to the pool, such as 50G; half of what is free"
                            + " when not given")
    private @Nullable Long capacity;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "where other devices reach this one")
    private @Nullable String listen;

    Device.Beginning beginning(Map<String, String> environment) {
        return new Device.Beginning(
                name == null ? machine(environment) : name,
                capacity == null ? OptionalLong.empty() : OptionalLong.of(capacity),
                Optional.ofNullable(listen));
    }

    private static String machine(Map<String, String> environment) {
        var names =
                new String[] {
                    environment.getOrDefault("COMPUTERNAME", ""),
                    environment.getOrDefault("HOSTNAME", ""),
                    fromFile()
                };
        for (var each : names) {
            var plain = each.strip().replaceAll("\\..*|[^\\p{Alnum}-]", "");
            if (!plain.isEmpty()) {
                return plain.substring(0, Math.min(NAME_MAX, plain.length()));
            }
        }
        return "device";
    }

    private static String fromFile() {
        try {
            return Files.readString(Path.of("/etc/hostname"));
        } catch (IOException e) {
            return "";
        }
    }
}
