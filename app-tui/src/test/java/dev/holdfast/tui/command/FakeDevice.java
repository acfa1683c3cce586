package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Finding.Care;
import dev.holdfast.engine.api.Finding.Treated;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.Role;
import dev.holdfast.engine.api.Setting;
import dev.holdfast.engine.api.Status;
import dev.holdfast.engine.api.recovery.Found;
import dev.holdfast.engine.api.recovery.Judge;
import dev.holdfast.engine.api.recovery.Recovered;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A device in memory that answers as it was told to and remembers what it was asked.
final class FakeDevice implements Device, Device.Entry, Device.Paper, Service, Config, Node {

    private static final Outcome.Stopped STOPPED = new Outcome.Stopped(2, 1, 7);

    /// What a command meets: events, then an outcome or a problem.
    interface Answer {
        Outcome to(Command<?> command, Consumer<Event> events)
                throws NodeException, InterruptedException;
    }

    final List<Command<?>> asked = Collections.synchronizedList(new ArrayList<>());
    final Map<String, String> settings = new HashMap<>();
    Optional<Beginning> begun = Optional.empty();
    String joinedWith = "";
    Optional<Return> returned = Optional.empty();
    Found found = new Found("id-of-pool", List.of(), 0, 0, List.of(), 0, 0);
    List<String> putOut = List.of();
    final Map<Path, String> papers = new HashMap<>();
    List<String> unread = List.of();
    boolean running = true;
    int online = 2;
    List<Outcome.Link> links = List.of();
    List<Treated> findings = List.of();
    Care care = Care.LOOK;
    private final CountDownLatch asks = new CountDownLatch(1);
    private Answer answer =
            (command, events) -> {
                throw new AssertionError("nothing is known about " + command);
            };

    FakeDevice answers(Answer next) {
        answer = next;
        return this;
    }

    FakeDevice answers(Outcome outcome) {
        return answers((command, events) -> outcome);
    }

    FakeDevice fails(Problem.Code code) {
        return answers(
                (command, events) -> {
                    throw new NodeException(code, "It went wrong.", "Do it otherwise.");
                });
    }

    @Override
    @SuppressWarnings("unchecked")
    public <R extends Outcome> R run(Command<R> command, Consumer<Event> events)
            throws NodeException, InterruptedException {
        asked.add(command);
        return (R) answer.to(command, events);
    }

    @Override
    public Status status() {
        return new Status(
                new Status.Self("id-of-ann", "ann", Role.OWNER, "127.0.0.1:4711", running),
                new Status.Pool("id-of-pool", 3, online),
                new Status.Storage(1L << 40, 2048, 4096, 1L << 30),
                new Status.Copies(7, 5, 2),
                new Status.Closing(false, 2, "2 of the 9 chunks here have no other live copy."),
                new Status.Settings(Duration.ofHours(12), Duration.ofMinutes(5)),
                links,
                List.of(new Problem(Problem.Code.UNREACHABLE, "Cat is away.", "Start cat.")),
                List.of("Dan is parked."));
    }

    @Override
    public void close() {}

    @Override
    public Entry entry() {
        return this;
    }

    @Override
    public Paper paper() {
        return this;
    }

    @Override
    public void write(Path file, List<String> words) throws IOException {
        if (papers.putIfAbsent(file, String.join(" ", words)) != null) {
            throw new FileAlreadyExistsException(file.toString());
        }
    }

    @Override
    public void print(Path file, String device, List<String> words) throws IOException {
        write(file, Stream.concat(Stream.of(device), words.stream()).toList());
    }

    @Override
    public void putOff(List<String> words) {
        unread = words;
    }

    @Override
    public void check(String typed) throws NodeException {
        if (!String.join(" ", unread).equals(typed)) {
            throw new NodeException(Problem.Code.REFUSED, "Other words.", "Look again.");
        }
        unread = List.of();
    }

    @Override
    public void init(Beginning beginning, Consumer<List<String>> words) {
        words.accept(IntStream.rangeClosed(1, 24).mapToObj(i -> "word" + i).toList());
        begun = Optional.of(beginning);
    }

    @Override
    public Optional<String> join(String code, Optional<String> at, Beginning beginning) {
        joinedWith = code + " at " + at.orElse("nowhere");
        begun = Optional.of(beginning);
        return Optional.of("tree lamp owl");
    }

    @Override
    public Recovered recover(Return how, Judge judge) throws NodeException, InterruptedException {
        returned = Optional.of(how);
        judge.heard("attic");
        if (how.isRehearsal()) {
            return new Recovered(found, "", List.of(), List.of());
        }
        putOut = judge.putOut(found);
        return new Recovered(found, how.beginning().name(), putOut, List.of("attic"));
    }

    @Override
    public Config config() {
        return this;
    }

    @Override
    public List<Setting> list() {
        return List.of(
                new Setting(
                        "repair-after",
                        settings.getOrDefault("repair-after", "12h"),
                        "12h",
                        "duration",
                        "how long a device is gone"));
    }

    @Override
    public void set(String key, String value) {
        settings.put(key, value);
    }

    @Override
    public Node node() {
        return this;
    }

    @Override
    public Service service() {
        return this;
    }

    @Override
    public Running run() {
        running = true;
        return new Daemon();
    }

    @Override
    public String start() {
        running = true;
        return "/home/ann/logs/holdfast.log";
    }

    @Override
    public Optional<Node> attached() {
        return running ? Optional.of(this) : Optional.empty();
    }

    @Override
    public Optional<Outcome.Stopped> stop() {
        var stopped = running ? Optional.of(STOPPED) : Optional.<Outcome.Stopped>empty();
        running = false;
        asks.countDown();
        return stopped;
    }

    @Override
    public List<Treated> examine(Care asked, Consumer<Event> events) {
        care = asked;
        events.accept(new Event.Progress(Event.Activity.READING, 1, 2));
        return findings;
    }

    /// A daemon that ends when another command asks it to.
    private final class Daemon implements Running {

        @Override
        public String address() {
            return "127.0.0.1:4711";
        }

        @Override
        public void awaitStop() throws InterruptedException {
            asks.await();
        }

        @Override
        public Outcome.Stopped stop() {
            return STOPPED;
        }

        @Override
        public void close() {
            running = false;
        }
    }
}
