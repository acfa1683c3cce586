package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import dev.holdfast.engine.node.Home;
import dev.holdfast.tui.process.Finished;
import dev.holdfast.tui.process.Launcher;
import dev.holdfast.tui.process.Running;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/// Machines on one street, each with a home and a daemon of its own. Nobody is told where anybody
/// is.
final class Machines implements AutoCloseable {

    /// For what takes seconds on a quiet machine.
    static final Duration SOON = Duration.ofMinutes(3);

    private final Path folder;
    private final Street street;
    private final Map<String, Street.House> houses = new LinkedHashMap<>();
    private final Map<String, Launcher> launchers = new LinkedHashMap<>();
    private final Map<String, Running> daemons = new HashMap<>();
    private String words = "";

    Machines(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        street = Street.build();
    }

    /// One more machine, on which nothing is yet; its address ends with its number.
    void add(String name) throws IOException, InterruptedException {
        var house = street.house(name, houses.size() + 1);
        houses.put(name, house);
        var outputs = Files.createDirectory(folder.resolve("log-" + name));
        launchers.put(name, Launcher.by(house.inside(), Launcher.SMALL, outputs));
    }

    Street street() {
        return street;
    }

    Street.House house(String name) {
        return Objects.requireNonNull(houses.get(name), name);
    }

    Path home(String name) {
        return folder.resolve(name);
    }

    /// The recovery words of the pool.
    String words() {
        return words;
    }

    /// Founds the pool, and begins to run.
    void found(String name) throws Exception {
        var beginning = new Home.Beginning(name, OptionalLong.of(1L << 30), Optional.empty(), true);
        Home.at(home(name)).init(beginning, given -> words = String.join(" ", given));
        daemon(name);
    }

    void daemon(String name) throws Exception {
        var daemon = launcher(name).start(name, line(name, "daemon"));
        daemons.put(name, daemon);
        daemon.awaitReady(SOON);
    }

    /// The machine stops at once, and all that is on it is gone.
    void lose(String name) throws Exception {
        var daemon = Objects.requireNonNull(daemons.remove(name), name);
        daemon.kill();
        daemon.awaitExit(SOON);
        try (var all = Files.walk(home(name))) {
            for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private Launcher launcher(String name) {
        return Objects.requireNonNull(launchers.get(name), name);
    }

    private List<String> line(String name, String... words) {
        var all = new ArrayList<>(List.of("--home", home(name).toString()));
        all.addAll(List.of(words));
        return all;
    }

    Running begin(String name, String... words) throws IOException {
        return launcher(name).start(name, line(name, words));
    }

    Finished run(String name, String... words) throws Exception {
        return launcher(name).run(name, line(name, words), SOON);
    }

    /// By an invitation of `host`, with four words from standard input, and no address. Both are
    /// shown the same words, and the guest begins to run.
    void joins(String name, String host) throws Exception {
        joins(name, host, "member");
    }

    void joins(String name, String host, String role) throws Exception {
        var invite = begin(host, "invite", "--role", role);
        var code = Files.writeString(folder.resolve("code"), invite.awaitLine("", SOON) + "\n");
        var join = line(name, "join", "--name", name, "--capacity", "1G");
        var joined = launcher(name).start(name, join, code.toFile()).awaitExit(SOON).expect(0);
        var said = invite.awaitExit(SOON).expect(0).out();
        var check = said.substring(said.lastIndexOf(": ") + 2).strip();
        assertThat(said).contains(name + " came in.", name + " shows the same words: ");
        assertThat(joined.out()).contains("The device that invited shows the same words: " + check);
        daemon(name);
    }

    /// Waits until `by` sees so many devices of which this is so.
    void await(String what, String by, Predicate<JsonObject> isSo, int count) throws Exception {
        long end = System.nanoTime() + SOON.toNanos();
        var seen = seenBy(by);
        while (seen.stream().filter(isSo).count() != count) {
            assertThat(System.nanoTime()).as("%s, by %s: %s", what, by, seen).isLessThan(end);
            seen = seenBy(by);
        }
    }

    /// Gets a file, of which the machine may still have to hear.
    void reads(String name, String place, Path into) throws Exception {
        long end = System.nanoTime() + SOON.toNanos();
        while (run(name, "stat", place).exit() != 0) {
            assertThat(System.nanoTime()).as("%s hears of %s", name, place).isLessThan(end);
        }
        run(name, "get", place, into.toString()).expect(0);
    }

    private List<JsonObject> seenBy(String name) throws Exception {
        var all = JsonParser.parseString(run(name, "--json", "devices").expect(0).out());
        return all.getAsJsonArray().asList().stream().map(each -> each.getAsJsonObject()).toList();
    }

    static boolean isOnline(JsonObject device) {
        return device.get("online").getAsBoolean();
    }

    /// That it is here, at this address.
    static Predicate<JsonObject> isAt(String address) {
        return device ->
                isOnline(device) && device.get("address").getAsString().startsWith(address + ":");
    }

    @Override
    public void close() {
        launchers.values().forEach(Launcher::close);
        street.close();
    }
}
