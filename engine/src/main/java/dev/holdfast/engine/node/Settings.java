package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.Setting;
import dev.holdfast.engine.core.routing.Topology;
import dev.holdfast.engine.core.traffic.RateSchedule;
import dev.holdfast.engine.net.Endpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One device's settings: a file of lines `key = value`, where `#` begins a comment.
///
/// @param listen where to listen for other devices; when empty, the default port on every
///   interface, or any free port if that one is taken
/// @param repairAfter how long a device is gone before its copies are made good on others
/// @param repairUrgentAfter the same when fewer than two live copies of a chunk are left
/// @param scrubWithin how long it takes at most until all that is kept here was read and verified
/// @param logLevel what matters less is not noted in the device's log
/// @param repairRate bytes a second that are sent at most to make lost copies again or to move them
/// @param discovery whether the local network is told of this device, and heard
/// @param topology with which devices of the pool a session stands
/// @param traffic what may go over the network, and how fast
/// @param stays how long what may go stays
record Settings(
        Optional<Endpoint> listen,
        Duration repairAfter,
        Duration repairUrgentAfter,
        Stays stays,
        Duration scrubWithin,
        long repairRate,
        LogBook.Level logLevel,
        boolean discovery,
        Topology topology,
        Traffic traffic) {

    /// What may go over the network.
    ///
    /// @param send how fast bulk is sent at most
    /// @param receive how fast it is received
    /// @param isMetered whether only that goes which a person asks for, and names
    record Traffic(RateSchedule send, RateSchedule receive, boolean isMetered) {}

    /// How long what may go stays.
    ///
    /// @param evictAfter how long after the last change copies that belong on other devices are let
    ///   go
    /// @param keepUnfinished how long what a put has left that did not end is kept for the next try
    /// @param collectAfter how long it has been known that nobody needs a chunk before it is
    ///   deleted
    /// @param collectEvery how often it is looked for what nobody needs
    record Stays(
            Duration evictAfter,
            Duration keepUnfinished,
            Duration collectAfter,
            Duration collectEvery) {}

    /// The port devices listen on unless they are told otherwise.
    static final int DEFAULT_PORT = 4653;

    /// The file in the home.
    static final String FILE = "settings";

    static final String LISTEN = "listen";
    static final String REPAIR_AFTER = "repair-after";
    static final String REPAIR_URGENT_AFTER = "repair-urgent-after";
    static final String EVICT_AFTER = "evict-after";
    static final String KEEP_UNFINISHED = "keep-unfinished";
    static final String SCRUB_WITHIN = "scrub-within";
    static final String REPAIR_RATE = "repair-rate";
    static final String LOG_LEVEL = "log-level";

    static final String COLLECT_AFTER = "collect-after";
    static final String COLLECT_EVERY = "collect-every";

    static final String DISCOVERY = "discovery";
    static final String TOPOLOGY = "topology";
    static final String SEND_RATE = "send-rate";
    static final String RECEIVE_RATE = "receive-rate";
    static final String METERED = "metered";

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})([KMG]?)");
    private static final String RATES =
            "none, or bytes a second of 64K or more such as 2M, or times and rates such as"
                    + " 22:00-06:00 none, 08:00-18:00 2M, 500K";

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    /// Reads the text of a settings file. Keys that are not known are a mistake worth telling.
    static Settings parse(String text) throws NodeException {
        var values = values(text);
        var listen = Optional.ofNullable(values.get(LISTEN));
        return new Settings(
                listen.isEmpty() ? Optional.empty() : Optional.of(endpoint(listen.get())),
                duration(REPAIR_AFTER, values),
                duration(REPAIR_URGENT_AFTER, values),
                stays(values),
                duration(SCRUB_WITHIN, values),
                rate(REPAIR_RATE, values),
                level(values),
                isOn(DISCOVERY, values),
                topology(values),
                new Traffic(
                        schedule(SEND_RATE, values),
                        schedule(RECEIVE_RATE, values),
                        isOn(METERED, values)));
    }

    private static Stays stays(Map<String, String> values) throws NodeException {
        return new Stays(
                duration(EVICT_AFTER, values),
                duration(KEEP_UNFINISHED, values),
                duration(COLLECT_AFTER, values),
                duration(COLLECT_EVERY, values));
    }

    /// Every setting, as a file of this text has it.
    static List<Setting> list(String text) throws NodeException {
        parse(text);
        var values = values(text);
        return SettingKey.ALL.stream()
                .map(
                        key ->
                                new Setting(
                                        key.name(),
                                        values.getOrDefault(key.name(), key.usual()),
                                        key.usual(),
                                        key.unit(),
                                        key.meaning()))
                .toList();
    }

    /// What was set, by key.
    private static Map<String, String> values(String text) throws NodeException {
        var values = new TreeMap<String, String>();
        for (var line : text.lines().toList()) {
            var meaning = line.replaceFirst("#.*", "").strip();
            int equals = meaning.indexOf('=');
            if (equals > 0) {
                var key = known(meaning.substring(0, equals).strip()).name();
                var value = meaning.substring(equals + 1).strip();
                if (!value.isEmpty()) {
                    values.put(key, value);
                }
            } else if (!meaning.isEmpty()) {
                throw mistake("\"" + meaning + "\" is not of the form key = value");
            }
        }
        return values;
    }

    /// The text with one key set, its comments and order kept; checked before it is returned.
    ///
    /// @param value the usual one holds again when it is empty
    static String with(String text, String key, String value) throws NodeException {
        var form = known(key);
        if (!value.isEmpty()) {
            checkCharacters(value);
            check(form, value);
        }
        var line = value.isEmpty() ? List.<String>of() : List.of(key + " = " + value);
        var lines = new ArrayList<String>();
        boolean replaced = false;
        for (var old : text.lines().toList()) {
            boolean same = old.strip().matches(Pattern.quote(key) + "\\s*=.*");
            lines.addAll(!same ? List.of(old) : replaced ? List.of() : line);
            replaced |= same;
        }
        if (!replaced) {
            lines.addAll(line);
        }
        var changed = String.join("\n", lines) + "\n";
        parse(changed);
        return changed;
    }

    /// The text without the lines that cannot be understood, which become comments.
    static String salvaged(String text) {
        var lines = new StringBuilder();
        for (var line : text.lines().toList()) {
            lines.append(isUnderstood(line) ? line : "# not understood: " + line).append('\n');
        }
        return lines.toString();
    }

    private static boolean isUnderstood(String line) {
        try {
            parse(line);
            return true;
        } catch (NodeException e) {
            return false;
        }
    }

    /// A value that has the form of another key's.
    private static void check(SettingKey key, String value) throws NodeException {
        switch (key.unit()) {
            case SettingKey.SPAN ->
                    require(
                            DURATION.matcher(value).matches(),
                            value + "\" is not a duration.",
                            "a whole number and ms, s, m, h or d, such as " + key.usual());
            case SettingKey.RATE ->
                    require(
                            bytes(value) >= 1,
                            value + "\" is not a number of bytes.",
                            "a whole number above 0, with K, M or G if you like, such as "
                                    + key.usual());
            case SettingKey.RATES ->
                    require(
                            RateSchedule.parse(value).isPresent(),
                            value + "\" is no rate, nor rates by the time of day.",
                            RATES);
            case SettingKey.LEVELS ->
                    require(
                            named(value).isPresent(),
                            value + "\" is not how much is noted.",
                            SettingKey.LEVELS);
            case SettingKey.TOPOLOGIES ->
                    require(
                            shape(value).isPresent(),
                            value + "\" is no topology.",
                            SettingKey.TOPOLOGIES);
            case SettingKey.SWITCH ->
                    require(
                            value.matches("on|off"),
                            value + "\" is neither on nor off.",
                            SettingKey.SWITCH);
            default -> {
                if (key.name().equals(LISTEN)) {
                    var _ = endpoint(value);
                }
            }
        }
    }

    /// What would be read as something else.
    private static void checkCharacters(String value) throws NodeException {
        if (!value.equals(value.strip()) || value.matches("(?s).*[#\\p{Cntrl}].*")) {
            throw new NodeException(
                    Problem.Code.USAGE,
                    "A value with such characters cannot be set.",
                    "Write it without spaces around it and without #.");
        }
    }

    private static void require(boolean isSo, String what, String form) throws NodeException {
        if (!isSo) {
            throw new NodeException(Problem.Code.USAGE, "\"" + what, "Write " + form + ".");
        }
    }

    /// What a home begins with.
    static String initial() {
        var text = new StringBuilder("# Settings of this device. Read when it starts.\n#\n");
        for (var key : SettingKey.ALL) {
            text.append("# %-26s %s\n".formatted(key.name() + " = " + key.usual(), key.meaning()));
        }
        return text.append("#\n# Durations: 500ms 30s 5m 12h 7d; bytes: 500K 64M 2G\n").toString();
    }

    private static SettingKey known(String name) throws NodeException {
        var key = SettingKey.ALL.stream().filter(each -> each.name().equals(name)).findFirst();
        if (key.isPresent()) {
            return key.get();
        }
        if (name.equals("capacity")) {
            throw new NodeException(
                    Problem.Code.USAGE,
                    "What a device contributes is no setting: all devices compute with it.",
                    "Change it with `holdfast device capacity NAME SIZE`.");
        }
        var names = SettingKey.ALL.stream().map(SettingKey::name).collect(Collectors.joining(", "));
        throw new NodeException(
                Problem.Code.USAGE,
                "There is no setting named \"" + name + "\".",
                "Choose one of "
                        + names
                        + "; `holdfast config list` shows what they mean, and the file `settings`"
                        + " of the home what is set.");
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
        var text = values.getOrDefault(key, known(key).usual());
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

    private static boolean isOn(String key, Map<String, String> values) throws NodeException {
        var text = values.getOrDefault(key, known(key).usual());
        if (!text.equals("on") && !text.equals("off")) {
            throw mistake(key + " = " + text + " is neither on nor off");
        }
        return text.equals("on");
    }

    private static long rate(String key, Map<String, String> values) throws NodeException {
        var text = values.getOrDefault(key, known(key).usual());
        long bytes = bytes(text);
        if (bytes < 1) {
            throw mistake(key + " = " + text + " is not a number of bytes above 0");
        }
        return bytes;
    }

    private static LogBook.Level level(Map<String, String> values) throws NodeException {
        var text = values.getOrDefault(LOG_LEVEL, known(LOG_LEVEL).usual());
        return named(text)
                .orElseThrow(
                        () ->
                                mistake(
                                        LOG_LEVEL
                                                + " = "
                                                + text
                                                + " is not one of "
                                                + SettingKey.LEVELS));
    }

    private static RateSchedule schedule(String key, Map<String, String> values)
            throws NodeException {
        var text = values.getOrDefault(key, known(key).usual());
        return RateSchedule.parse(text)
                .orElseThrow(() -> mistake(key + " = " + text + " is no rate"));
    }

    private static Topology topology(Map<String, String> values) throws NodeException {
        var text = values.getOrDefault(TOPOLOGY, known(TOPOLOGY).usual());
        var what = TOPOLOGY + " = " + text + " is not one of " + SettingKey.TOPOLOGIES;
        return shape(text).orElseThrow(() -> mistake(what));
    }

    private static Optional<Topology> shape(String word) {
        return Arrays.stream(Topology.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
    }

    private static Optional<LogBook.Level> named(String word) {
        return Arrays.stream(LogBook.Level.values())
                .filter(level -> level.word().equals(word))
                .findFirst();
    }

    /// The bytes that a text means; 0 when it means none.
    private static long bytes(String text) {
        var matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            return 0;
        }
        int shift =
                switch (matcher.group(2)) {
                    case "K" -> 10;
                    case "M" -> 20;
                    case "G" -> 30;
                    default -> 0;
                };
        return Long.parseLong(matcher.group(1)) << shift;
    }

    private static NodeException mistake(String what) {
        return new NodeException(
                Problem.Code.USAGE,
                "The settings are not right: " + what + ".",
                "Correct the line in the file `settings` of the home.");
    }
}
