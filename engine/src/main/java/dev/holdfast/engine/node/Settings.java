package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.net.Endpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// One device's settings: a file of lines `key = value`, where `#` begins a comment.
///
/// @param listen where to listen for other devices; when empty, the default port on every
///   interface, or any free port if that one is taken
/// @param repairAfter how long a device is gone before its copies are made good on others
/// @param repairUrgentAfter the same when fewer than two live copies of a chunk are left
/// @param evictAfter how long after the last change copies that belong on other devices are let go
record Settings(
        Optional<Endpoint> listen,
        Duration repairAfter,
        Duration repairUrgentAfter,
        Duration evictAfter) {

    /// The port devices listen on unless they are told otherwise.
    static final int DEFAULT_PORT = 4653;

    /// The file in the home.
    static final String FILE = "settings";

    static final String LISTEN = "listen";
    static final String REPAIR_AFTER = "repair-after";
    static final String REPAIR_URGENT_AFTER = "repair-urgent-after";
    static final String EVICT_AFTER = "evict-after";

    private static final Map<String, String> DEFAULTS =
            Map.of(REPAIR_AFTER, "12h", REPAIR_URGENT_AFTER, "5m", EVICT_AFTER, "10m");

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    /// Reads the text of a settings file. Keys that are not known are a mistake worth telling.
    static Settings parse(String text) throws NodeException {
        var values = new TreeMap<>(DEFAULTS);
        for (var line : text.lines().toList()) {
            var meaning = line.replaceFirst("#.*", "").strip();
            int equals = meaning.indexOf('=');
            if (equals > 0) {
                values.put(
                        known(meaning.substring(0, equals).strip()),
                        meaning.substring(equals + 1).strip());
            } else if (!meaning.isEmpty()) {
                throw mistake("\"" + meaning + "\" is not of the form key = value");
            }
        }
        var listen = Optional.ofNullable(values.get(LISTEN)).filter(value -> !value.isEmpty());
        return new Settings(
                listen.isEmpty() ? Optional.empty() : Optional.of(endpoint(listen.get())),
                duration(REPAIR_AFTER, values),
                duration(REPAIR_URGENT_AFTER, values),
                duration(EVICT_AFTER, values));
    }

    /// The text with one key set, its comments and order kept; checked before it is returned.
    static String with(String text, String key, String value) throws NodeException {
        var lines = new ArrayList<String>();
        var line = known(key) + " = " + value;
        boolean replaced = false;
        for (var old : text.lines().toList()) {
            boolean same = old.strip().matches(Pattern.quote(key) + "\\s*=.*");
            lines.add(same ? line : old);
            replaced |= same;
        }
        if (!replaced) {
            lines.add(line);
        }
        var changed = String.join("\n", lines) + "\n";
        parse(changed);
        return changed;
    }

    /// What a home begins with.
    static String initial() {
        return """
        # Settings of this device. Read when it starts.
        #
        # listen = HOST:PORT       where other devices reach it; the default is port %d on every interface
        # repair-after = 12h       how long a device is gone before its copies are made good on others
        # repair-urgent-after = 5m the same when fewer than two live copies are left
        # evict-after = 10m        how long a copy that belongs elsewhere stays after a change
        #
        # Durations: 500ms 30s 5m 12h 7d
        """
                .formatted(DEFAULT_PORT);
    }

    private static String known(String key) throws NodeException {
        var keys = List.of(LISTEN, REPAIR_AFTER, REPAIR_URGENT_AFTER, EVICT_AFTER);
        if (keys.contains(key)) {
            return key;
        }
        throw mistake(
                "there is no setting named \"" + key + "\"; there are " + String.join(", ", keys));
    }

    static Endpoint endpoint(String text) throws NodeException {
        try {
            return Endpoint.parse(text);
        } catch (IllegalArgumentException e) {
            throw new NodeException(
                    new Problem(
                            Problem.Code.USAGE,
                            "\"" + text + "\" is not of the form HOST:PORT.",
                            "Write an address and a port, such as 192.168.1.20:"
                                    + DEFAULT_PORT
                                    + "."),
                    e);
        }
    }

    private static Duration duration(String key, Map<String, String> values) throws NodeException {
        var text = values.getOrDefault(key, "");
        var matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw mistake(key + " = " + text + " is not a duration");
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    private static NodeException mistake(String what) {
        return new NodeException(
                Problem.Code.USAGE,
                "The settings are not right: " + what + ".",
                "Correct the line in the file `settings` of the home.");
    }
}
