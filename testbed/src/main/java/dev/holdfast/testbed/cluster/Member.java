package dev.holdfast.testbed.cluster;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.api.WaitPolicy;
import dev.holdfast.engine.node.Home;
import dev.holdfast.tui.process.Finished;
import dev.holdfast.tui.process.Launcher;
import dev.holdfast.tui.process.Links;
import dev.holdfast.tui.process.Running;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/// One device of a cluster: its home, and its daemon while it runs.
public final class Member {

    /// Ends a start that hangs. How long one takes on a machine that has other work says nothing.
    private static final Duration READY_MAX = Duration.ofMinutes(5);

    private static final Duration COMMAND_MAX = Duration.ofMinutes(3);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String name;
    private final Path directory;
    private final String listen;
    private final Launcher daemons;
    private final Launcher commands;
    private final Links links;
    private OptionalLong capacity = OptionalLong.empty();
    private @Nullable Running daemon;

    Member(String name, Path directory, String listen, Launcher daemons, Launcher commands) {
        this.name = name;
        this.directory = directory;
        this.listen = listen;
        this.daemons = daemons;
        this.commands = commands;
        links = new Links(directory);
    }

    public String name() {
        return name;
    }

    public Path directory() {
        return directory;
    }

    /// Bytes of its packs as they lie on the disk; as good as endless when one is deleted
    /// meanwhile.
    public long packBytes() throws IOException {
        try (var packs = Files.list(directory.resolve("packs"))) {
            long sum = 0;
            for (var file : packs.toList()) {
                sum += Files.exists(file) ? Files.size(file) : 0;
            }
            return sum;
        } catch (NoSuchFileException e) {
            return Long.MAX_VALUE;
        }
    }

    /// `HOST:PORT` where it listens, running or not.
    public String address() {
        return listen;
    }

    public Home home() {
        return Home.at(directory);
    }

    /// The room that it offers the pool, in bytes; to be said before it joins.
    public Member offers(long bytes) {
        capacity = OptionalLong.of(bytes);
        return this;
    }

    /// @param usual the room of one that offers none in particular
    Home.Beginning beginning(long usual) {
        var offered = OptionalLong.of(capacity.orElse(usual));
        return new Home.Beginning(name, offered, Optional.of(listen));
    }

    public void set(Map<String, String> settings) throws NodeException {
        for (var each : settings.entrySet()) {
            home().set(each.getKey(), each.getValue());
        }
    }

    /// Starts its daemon and returns when it is ready.
    public Member start() throws IOException, InterruptedException {
        var started = daemons.start(name, words("daemon"));
        started.awaitReady(READY_MAX);
        daemon = started;
        return this;
    }

    /// From now on its clock is wrong by so much, when it runs in a manner that lets one.
    public void clock(Duration wrong) throws IOException {
        var file = directory.resolveSibling(name + ".clock");
        var next = Files.writeString(directory.resolveSibling(name + ".next"), wrong.toString());
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Spoils its links, when it runs in a manner that lets one.
    public Links links() {
        return links;
    }

    public boolean isRunning() {
        return daemon != null && daemon.isAlive();
    }

    public long pid() {
        return Objects.requireNonNull(daemon).pid();
    }

    /// SIGKILL.
    public void kill() {
        Objects.requireNonNull(daemon).kill();
    }

    /// SIGSTOP: it stands still, and its connections stand.
    public void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /// SIGCONT.
    public void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", name, Long.toString(pid())).start().waitFor();
        if (exit != 0) {
            throw new IOException("kill " + name + " ended with " + exit);
        }
    }

    /// Waits until its process has ended by itself.
    ///
    /// @return how it ended
    public int awaitEnd(Duration atMost) throws IOException, InterruptedException {
        return Objects.requireNonNull(daemon).awaitExit(atMost).exit();
    }

    /// SIGTERM, and the wait for its end. True when it went by itself.
    public boolean stop() throws InterruptedException {
        return Objects.requireNonNull(daemon).stop(Launcher.STOP_MAX);
    }

    /// Runs a command in a process of its own on this home.
    public Finished holdfast(String... words) throws IOException, InterruptedException {
        return commands.run(name, words(words), COMMAND_MAX);
    }

    /// Starts a command in a process of its own on this home.
    public Running begin(String... words) throws IOException {
        return commands.start(name, words(words));
    }

    /// The one document a command prints with `--json`, when it ends as expected.
    public JsonElement json(int exit, String... words) throws IOException, InterruptedException {
        var all = new ArrayList<String>();
        all.add("--json");
        all.addAll(List.of(words));
        var finished = holdfast(all.toArray(String[]::new)).expect(exit);
        return JsonParser.parseString(finished.out());
    }

    /// What the lines of its metrics that begin so add up to.
    public long figure(String beginning) throws NodeException, InterruptedException {
        Outcome.Metrics metrics = run(new Command.ReadMetrics());
        return metrics.text()
                .lines()
                .filter(line -> line.startsWith(beginning))
                .mapToLong(line -> (long) Double.parseDouble(line.replaceAll(".* ", "")))
                .sum();
    }

    /// This device through its daemon, from this process.
    public Node node() throws NodeException, InterruptedException {
        return home().node();
    }

    /// Stores one file as `files:PATH` with so many copies.
    public Outcome.Stored put(Path file, String path, int copies)
            throws NodeException, InterruptedException {
        var command =
                new Command.Put(
                        List.of(file.toString()),
                        new VolumePath("files", path),
                        Optional.of(new WaitPolicy.Copies(copies)),
                        PATIENCE);
        return run(command);
    }

    /// Fetches `files:PATH`.
    public Outcome.Fetched get(String path, Path destination)
            throws NodeException, InterruptedException {
        return run(new Command.Get(new VolumePath("files", path), destination.toString()));
    }

    public <R extends Outcome> R run(Command<R> command)
            throws NodeException, InterruptedException {
        try (var node = node()) {
            return node.run(command, event -> {});
        }
    }

    private List<String> words(String... words) {
        var all = new ArrayList<>(List.of("--home", directory.toString()));
        all.addAll(List.of(words));
        return all;
    }
}
