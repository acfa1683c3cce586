package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Role;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.api.WaitPolicy;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkRef;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Collections;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/// Real devices of one pool, all in this process, each with a home of its own below one directory.
final class Household implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final long ROOM = 1L << 30;

    /// Below those that the system hands out to connections, and those of the testbed.
    private static final int PORTS_FROM = 12_000;

    private static final int PORTS = 8_000;

    /// Bytes behind where a record names its chunk, well within the sealed bytes of a large one.
    private static final int NOISE_AT = 50_000;

    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 131 % PORTS));

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

    /// A port that a device which stops finds free again.
    private static int free() {
        for (int tries = 0; tries < PORTS; tries++) {
            int port = PORTS_FROM + NEXT.getAndIncrement() % PORTS;
            try (var socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (IOException e) {
                // Somebody has it.
            }
        }
        throw new AssertionError("no port is free");
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

    /// Writes noise into one chunk on the disk of a device that does not run. It lies within the
    /// chunk, wherever the pool's own key cut the file and in whatever order chunks came.
    void damageOneChunk(String name) throws Exception {
        var wanted = new String(largestChunk(name).hash().toBytes(), StandardCharsets.ISO_8859_1);
        try (var packs = Files.list(place(name).resolve("packs"))) {
            for (var pack : packs.filter(p -> p.toString().endsWith(".pack")).toList()) {
                var bytes = Files.readString(pack, StandardCharsets.ISO_8859_1);
                int header = bytes.lastIndexOf(wanted);
                if (header >= 0) {
                    try (var file = new RandomAccessFile(pack.toFile(), "rw")) {
                        file.seek(header + NOISE_AT);
                        file.write(SpoiltHome.bytes(2, 64));
                    }
                }
            }
        }
    }

    private ChunkId largestChunk(String name) throws Exception {
        try (var home = OpenHome.open(files(name))) {
            var sealed = ByteBuffer.allocate(ChunkRef.SEALED_MAX);
            var lengths = new HashMap<ChunkId, Integer>();
            for (var facts : home.ledger().views().chunks().all().toList()) {
                if (home.store().read(facts.id(), sealed.clear())) {
                    lengths.put(facts.id(), sealed.position());
                }
            }
            return Collections.max(lengths.entrySet(), Map.Entry.comparingByValue()).getKey();
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
