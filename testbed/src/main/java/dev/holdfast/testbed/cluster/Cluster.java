package dev.holdfast.testbed.cluster;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Role;
import dev.holdfast.tui.process.Launcher;
import dev.holdfast.tui.process.Links;
import dev.holdfast.tui.process.Ports;
import dev.holdfast.tui.process.Until;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A pool of real devices below one directory. Closing stops every process it started.
public final class Cluster implements AutoCloseable {

    /// How the devices are set up.
    ///
    /// @param settings what each has in its settings
    /// @param flags for the Java of each process, beside those of small devices
    public record Manner(Map<String, String> settings, List<String> flags) {

        /// Code that runs but a moment is compiled fast instead of well.
        private static final List<String> BRIEF = List.of("-XX:TieredStopAtLevel=1");

        /// A test does not wait for half a day, nor hear the devices of another.
        public static final Manner QUICK = repairing("4s", "2s");

        /// Nothing is repaired for a device that is merely away.
        public static final Manner PATIENT = repairing("1d", "1d");

        /// As patient, and links are as bad as [Member#links] says.
        public static final Manner FAULTY_LINKS =
                new Manner(
                        PATIENT.settings,
                        List.of(BRIEF.getFirst(), "-D" + Links.PROPERTY + "=obeyed"));

        /// Quick to repair, and each clock is as wrong as [Member#clock] says.
        public static final Manner WRONG_CLOCKS =
                new Manner(
                        QUICK.settings, List.of(BRIEF.getFirst(), "-Ddev.holdfast.clock=obeyed"));

        /// The same with one more setting.
        public Manner with(String key, String value) {
            var more = new TreeMap<>(settings);
            more.put(key, value);
            return new Manner(more, flags);
        }

        private static Manner repairing(String after, String urgentAfter) {
            return new Manner(
                    Map.of(
                            "repair-after",
                            after,
                            "repair-urgent-after",
                            urgentAfter,
                            "discovery",
                            "off"),
                    BRIEF);
        }

        /// The same for devices that move more than some 10 MiB: sealing and hashing are fast only
        /// in code that is compiled well.
        public Manner withMuchToDo() {
            var others = flags.stream().filter(flag -> !BRIEF.contains(flag)).toList();
            return new Manner(settings, others);
        }
    }

    private static final Duration GUEST_MAX = Duration.ofMinutes(2);
    private static final Duration RESULT_MAX = GUEST_MAX.multipliedBy(2);
    private static final Until SOON = new Until(Duration.ofSeconds(90), Duration.ofMillis(100));
    private static final long CAPACITY = 8L << 30;

    private final Path folder;
    private final Launcher daemons;
    private final Launcher commands;
    private final Manner manner;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private String words = "";

    private Cluster(Path folder, Launcher daemons, Launcher commands, Manner manner) {
        this.folder = folder;
        this.daemons = daemons;
        this.commands = commands;
        this.manner = manner;
    }

    /// No pool yet: devices of [#member] are homes and processes only.
    public static Cluster empty(Path folder) throws IOException {
        return empty(folder, Manner.QUICK);
    }

    /// The same with devices that are set up in a manner of their own.
    public static Cluster empty(Path folder, Manner manner) throws IOException {
        return by(Learnt.once(), folder, manner);
    }

    /// @param learnt gives flags beside those of the manner
    static Cluster by(Learnt learnt, Path folder, Manner manner) throws IOException {
        var logs = folder.resolve("log");
        var brief = Stream.concat(Manner.BRIEF.stream(), learnt.commands().stream()).toList();
        var daemons = launcher(learnt.daemons(), manner, logs.resolve("daemons"));
        var commands = launcher(brief, manner, logs.resolve("commands"));
        return new Cluster(folder, daemons, commands, manner);
    }

    private static Launcher launcher(List<String> flags, Manner manner, Path outputs)
            throws IOException {
        var all = Stream.of(Launcher.SMALL, flags, manner.flags()).flatMap(List::stream).toList();
        return Launcher.likeThisProcess(all, Files.createDirectories(outputs));
    }

    /// A pool of running devices that have all met; the first founded it.
    public static Cluster of(Path folder, String... names)
            throws IOException, NodeException, InterruptedException {
        return of(folder, Manner.QUICK, names);
    }

    /// The same with devices that are set up in a manner of their own.
    public static Cluster of(Path folder, Manner manner, String... names)
            throws IOException, NodeException, InterruptedException {
        var cluster = empty(folder, manner);
        try {
            cluster.found(names[0]);
            cluster.admit(Arrays.asList(names).subList(1, names.length));
            cluster.awaitAllOnline();
            return cluster;
        } catch (IOException | NodeException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /// The device of this name, made known on first use.
    public Member member(String name) {
        return members.computeIfAbsent(name, this::make);
    }

    public List<Member> members() {
        return List.copyOf(members.values());
    }

    /// The recovery words that the first device was given.
    public String words() {
        return words;
    }

    /// Starts commands, which are too short for code to be compiled well.
    public Launcher commands() {
        return commands;
    }

    void found(String name) throws IOException, NodeException, InterruptedException {
        var member = member(name);
        member.home().init(member.beginning(CAPACITY), given -> words = String.join(" ", given));
        member.set(manner.settings());
        member.start();
    }

    /// Lets these in through the first device, all at once.
    public void admit(List<String> guests) throws IOException, NodeException, InterruptedException {
        var host = members().getFirst();
        guests.forEach(this::member);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var joining = new ArrayList<Future<String>>();
            for (var guest : guests) {
                joining.add(executor.submit(() -> admit(host, member(guest))));
            }
            for (var each : joining) {
                result(each);
            }
        }
    }

    private String admit(Member host, Member guest)
            throws IOException, NodeException, InterruptedException {
        var code = new CompletableFuture<String>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor();
                var node = host.node()) {
            var invite = executor.submit(() -> invite(node, code));
            try {
                var address = Optional.of(host.address());
                guest.home().join(result(code), address, guest.beginning(CAPACITY));
                result(invite);
            } finally {
                invite.cancel(true);
            }
        }
        guest.set(manner.settings());
        guest.start();
        return guest.name();
    }

    /// Waits for the guest on this thread; the code is told as soon as there is one.
    private static Outcome.Admitted invite(Node node, CompletableFuture<String> code)
            throws NodeException, InterruptedException {
        try {
            return node.run(
                    new Command.Invite(Role.MEMBER, GUEST_MAX),
                    event -> {
                        if (event instanceof Event.Invited invited) {
                            code.complete(invited.ticket());
                        }
                    });
        } catch (NodeException e) {
            code.completeExceptionally(e);
            throw e;
        }
    }

    /// Waits until every running device sees all running devices.
    public void awaitAllOnline() throws IOException, NodeException, InterruptedException {
        var running = members().stream().filter(Member::isRunning).toList();
        for (var member : running) {
            try (var node = member.node()) {
                SOON.holds(
                        member.name() + " sees " + running.size() + " devices",
                        () -> node.status().pool().online(),
                        online -> online >= running.size());
            }
        }
    }

    /// Waits until what `look` sees is enough.
    public <T> T await(String wanted, Until.Look<T, Exception> look, Predicate<T> enough)
            throws Exception {
        return SOON.holds(wanted, look, enough);
    }

    @Override
    public void close() {
        commands.close();
        daemons.close();
    }

    private Member make(String name) {
        try {
            int port = Ports.free(1).getFirst();
            return new Member(name, folder.resolve(name), "127.0.0.1:" + port, daemons, commands);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T result(Future<T> future)
            throws IOException, NodeException, InterruptedException {
        try {
            return future.get(RESULT_MAX.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            switch (Objects.requireNonNull(e.getCause())) {
                case NodeException known -> throw known;
                case IOException known -> throw known;
                case InterruptedException known -> throw known;
                default -> throw new IllegalStateException(e.getCause());
            }
        } catch (TimeoutException e) {
            throw new IOException("not within " + RESULT_MAX, e);
        }
    }
}
