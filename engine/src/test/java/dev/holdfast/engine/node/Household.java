package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Role;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.api.WaitPolicy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Real devices of one pool, all in this process, each with a home of its own below one directory.
final class Household implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final long ROOM = 1L << 30;

    private final Path folder;
    private final Map<String, String> settings;
    private final Map<String, String> addresses = new HashMap<>();
    private final Map<String, Daemon> running = new LinkedHashMap<>();
    private List<String> words = List.of();

    /// @param settings of every device
    Household(Path folder, Map<String, String> settings) {
        this.folder = folder;
        this.settings = settings;
    }

    Path place(String name) {
        return folder.resolve(name);
    }

    Home home(String name) {
        return Home.at(place(name));
    }

    HomeFiles files(String name) {
        return new HomeFiles(place(name));
    }

    List<String> words() {
        return words;
    }

    String address(String name) {
        return addresses.computeIfAbsent(name, _ -> "127.0.0.1:" + free());
    }

    private static int free() {
        try (var socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Home.Beginning beginning(String name) {
        return new Home.Beginning(name, OptionalLong.of(ROOM), Optional.of(address(name)), false);
    }

    void found(String name) throws Exception {
        home(name).init(beginning(name), given -> words = given);
        start(name);
    }

    /// Lets a guest in, which starts.
    ///
    /// @return what both sides were told
    Outcome.Admitted admit(String host, String guest, Role role) throws Exception {
        var code = new CompletableFuture<Event.Invited>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var invitation =
                    executor.submit(
                            () ->
                                    run(
                                            host,
                                            new Command.Invite(role, PATIENCE),
                                            event -> {
                                                if (event instanceof Event.Invited invited) {
                                                    code.complete(invited);
                                                }
                                            }));
            var invited = code.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            var _ = home(guest).join(invited.code(), Optional.of(address(host)), beginning(guest));
            var admitted = invitation.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            start(guest);
            return admitted;
        }
    }

    /// Copies a directory with all that is in it, such as a home.
    static void copy(Path from, Path to) throws IOException {
        try (var all = Files.walk(from)) {
            for (var each : all.toList()) {
                Files.copy(
                        each,
                        to.resolve(from.relativize(each)),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /// From now on the pool keeps nothing of what is deleted or replaced.
    void keepsNoHistory(String by) throws Exception {
        run(
                by,
                new Command.SetVolume(
                        "files",
                        OptionalInt.empty(),
                        Optional.empty(),
                        Optional.of(Duration.ZERO),
                        Optional.of(Duration.ZERO)));
    }

    void start(String name) throws Exception {
        for (var each : settings.entrySet()) {
            home(name).set(each.getKey(), each.getValue());
        }
        running.put(name, home(name).daemon());
    }

    void stop(String name) {
        var daemon = running.remove(name);
        if (daemon != null) {
            daemon.close();
        }
    }

    Daemon daemon(String name) {
        return Objects.requireNonNull(running.get(name), name);
    }

    /// Waits until all that run see each other.
    void meet() throws Exception {
        for (var daemon : running.values()) {
            await(() -> daemon.node().status().pool().online(), on -> on >= running.size());
        }
    }

    <R extends Outcome> R run(String name, Command<R> command) throws Exception {
        return run(name, command, _ -> {});
    }

    private <R extends Outcome> R run(
            String name, Command<R> command, java.util.function.Consumer<Event> events)
            throws NodeException, InterruptedException {
        return daemon(name).node().run(command, events);
    }

    Outcome.Stored put(String name, String path, byte[] content, int copies) throws Exception {
        return run(
                name,
                new Command.PutStream(
                        new ByteArrayInputStream(content),
                        at(path),
                        Optional.of(new WaitPolicy.Copies(copies)),
                        PATIENCE));
    }

    byte[] get(String name, String path) throws Exception {
        var content = new ByteArrayOutputStream();
        run(name, new Command.GetStream(at(path), content));
        return content.toByteArray();
    }

    static VolumePath at(String path) {
        return new VolumePath("files", path);
    }

    /// The first answer that is the wanted one.
    static <T> T await(Callable<T> look, Predicate<T> wanted) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        var seen = look.call();
        while (!wanted.test(seen)) {
            assertThat(System.nanoTime()).as("still %s", seen).isLessThan(end);
            var _ = new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
            seen = look.call();
        }
        return seen;
    }

    @Override
    public void close() {
        running.values().forEach(Daemon::close);
        running.clear();
    }
}
