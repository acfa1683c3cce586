package dev.holdfast.tui.command;

import dev.holdfast.tui.render.Sizes;
import dev.holdfast.tui.syntax.Converters;
import dev.holdfast.tui.syntax.Flag;
import dev.holdfast.tui.syntax.Keyword;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The options with which a device begins, in `init` and in `join`.
final class Start {

    private static final int NAME_MAX = 63;

    private final Value<Optional<String>> name;
    private final Value<Optional<Long>> capacity;
    private final Value<Optional<String>> listen;
    private final Flag noDiscovery;

    Start(Keyword command) {
        name = command.option("--name", "NAME", Converters::text);
        capacity = command.option("--capacity", "SIZE", Converters::size);
        listen = command.option("--listen", "HOST:PORT", Converters::text);
        noDiscovery = command.flag("--no-discovery");
    }

    Device.Beginning beginning(Map<String, String> environment) {
        return new Device.Beginning(
                name.get().orElseGet(() -> machine(environment)),
                capacity.get().map(OptionalLong::of).orElse(OptionalLong.empty()),
                listen.get(),
                !noDiscovery.isSet());
    }

    /// Says when the disk of a home that was just made has less than was promised of it.
    void compare(Holdfast main) {
        if (capacity.get().isEmpty()) {
            return;
        }
        try {
            long room = Files.getFileStore(main.home()).getUsableSpace();
            if (capacity.get().get() > room) {
                main.warn(Words.say("start.lacks", Sizes.text(room)));
                main.warn(Words.say("start.lacks.do"));
            }
        } catch (IOException e) {
            // The disk says nothing; when it is full, `status` will.
        }
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
