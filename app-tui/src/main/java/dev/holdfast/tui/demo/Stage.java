package dev.holdfast.tui.demo;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.Role;
import dev.holdfast.tui.command.Device;
import dev.holdfast.tui.process.Launcher;
import dev.holdfast.tui.process.Ports;
import dev.holdfast.tui.process.Running;
import dev.holdfast.tui.words.Words;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// The devices of the demo: each a home below one directory, and a process of its own. The first
/// founds the pool and lets the others in.
final class Stage {

    private static final Duration READY_MAX = Duration.ofSeconds(90);
    private static final Duration INVITED_MAX = Duration.ofSeconds(60);

    /// A device in its process.
    record Player(String name, Running process, String address, long capacity) {}

    private final Path folder;
    private final Function<Path, Device> devices;
    private final Launcher launcher;
    private final Map<String, String> settings;
    private final Map<String, Player> players = new ConcurrentHashMap<>();

    /// @param settings what every device has in its settings file
    Stage(
            Path folder,
            Function<Path, Device> devices,
            Launcher launcher,
            Map<String, String> settings) {
        this.folder = folder;
        this.devices = devices;
        this.launcher = launcher;
        this.settings = new LinkedHashMap<>(settings);
    }

    /// The first device founds the pool.
    void found(String name, long capacity) throws IOException, NodeException, InterruptedException {
        device(name).entry().init(beginning(name, capacity), words -> {});
        start(name, capacity);
    }

    /// The others join through `host`, all at once.
    void admit(String host, List<String> guests, long capacity)
            throws IOException, NodeException, InterruptedException {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var all =
                    guests.stream()
                            .<Future<?>>map(
                                    guest ->
                                            executor.submit(
                                                    () -> {
                                                        admit(host, guest, capacity);
                                                        return guest;
                                                    }))
                            .toList();
            for (var each : all) {
                result(each);
            }
        }
    }

    /// One device joins through `host`; both sides run at once, as on two machines.
    private void admit(String host, String guest, long capacity)
            throws IOException, NodeException, InterruptedException {
        var code = new CompletableFuture<String>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor();
                var node = device(host).node()) {
            var invite =
                    executor.submit(
                            () -> {
                                try {
                                    return node.run(
                                            new Command.Invite(Role.MEMBER, INVITED_MAX),
                                            event -> {
                                                if (event instanceof Event.Invited invited) {
                                                    code.complete(invited.ticket());
                                                }
                                            });
                                } catch (NodeException e) {
                                    code.completeExceptionally(e);
                                    throw e;
                                }
                            });
            try {
                device(guest)
                        .entry()
                        .join(
                                result(code),
                                Optional.of(player(host).address()),
                                beginning(guest, capacity));
                result(invite);
            } finally {
                invite.cancel(true);
            }
        }
        start(guest, capacity);
    }

    Player player(String name) {
        return Objects.requireNonNull(players.get(name), name);
    }

    Node node(String name) throws NodeException {
        return device(name).node();
    }

    /// SIGKILL.
    void kill(String name) {
        player(name).process().kill();
    }

    private void start(String name, long capacity)
            throws IOException, NodeException, InterruptedException {
        for (var setting : settings.entrySet()) {
            device(name).config().set(setting.getKey(), setting.getValue());
        }
        var words = List.of("--home", home(name).toString(), "daemon");
        var process = launcher.start(name, words);
        players.put(name, new Player(name, process, process.awaitReady(READY_MAX), capacity));
    }

    private Device device(String name) {
        return devices.apply(home(name));
    }

    private Path home(String name) {
        return folder.resolve(name);
    }

    private static Device.Beginning beginning(String name, long capacity) throws IOException {
        var listen = "127.0.0.1:" + Ports.free(1).getFirst();
        return new Device.Beginning(name, OptionalLong.of(capacity), Optional.of(listen), false);
    }

    private static <T> T result(Future<T> future)
            throws IOException, NodeException, InterruptedException {
        try {
            return future.get(READY_MAX.toSeconds() * 2, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case NodeException known -> throw known;
                case IOException known -> throw known;
                case InterruptedException known -> throw known;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (TimeoutException e) {
            throw new NodeException(
                    new Problem(
                            Problem.Code.FAILED, Words.say("demo.late"), Words.say("demo.late.do")),
                    e);
        }
    }
}
