package dev.holdfast.gui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Role;
import dev.holdfast.engine.node.Home;
import dev.holdfast.gui.work.Device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/// Real devices on this machine, each in a process of its own, whose lost copies are made good
/// within seconds.
final class RealPool implements AutoCloseable {

    private static final long GIB = 1L << 30;
    private static final Duration INVITED = Duration.ofMinutes(2);

    private final Path folder;

    RealPool(Path folder) {
        this.folder = folder;
    }

    Path home(String name) {
        return folder.resolve(name);
    }

    /// The device as a window has it.
    Device device(String name) {
        return new Hurried(home(name));
    }

    /// Speaks with the daemon of a device that runs.
    Node node(String name) throws NodeException {
        return Home.at(home(name)).attached().orElseThrow();
    }

    /// Where a device that runs is reached on this machine.
    String address(String name) throws NodeException {
        try (var node = node(name)) {
            return node.status().device().address().replace("0.0.0.0", "127.0.0.1");
        }
    }

    /// Lets another device in and starts it.
    ///
    /// @param host who invites
    void admits(String host, String guest)
            throws NodeException, InterruptedException, ExecutionException {
        var code = new CompletableFuture<String>();
        try (var node = node(host)) {
            var invitation = new Command.Invite(Role.MEMBER, INVITED);
            var admitted = new FutureTask<>(() -> node.run(invitation, event -> hear(event, code)));
            Thread.ofVirtual().start(admitted);
            joins(guest, code.get());
            assertThat(admitted.get().device()).isEqualTo(guest);
        }
    }

    /// Another device comes in by a code that is good, and starts.
    void joins(String guest, String code) throws NodeException, InterruptedException {
        var beginning = new Device.Beginning(guest, OptionalLong.of(GIB));
        device(guest).join(code, Optional.empty(), beginning);
        device(guest).start();
    }

    private static void hear(Event event, CompletableFuture<String> code) {
        if (event instanceof Event.Invited invited) {
            code.complete(invited.ticket());
        }
    }

    /// Ends a device as a power cut does.
    void kills(String name) {
        process(name).ifPresent(ProcessHandle::destroyForcibly);
    }

    private Optional<ProcessHandle> process(String name) {
        var home = home(name).toString();
        return ProcessHandle.current()
                .children()
                .filter(each -> words(each).contains(home))
                .findFirst();
    }

    /// Java itself tells nothing of a command line that is longer than a page of memory.
    private static List<String> words(ProcessHandle process) {
        var file = Path.of("/proc", process.pid() + "", "cmdline");
        try {
            return Files.exists(file)
                    ? List.of(Files.readString(file).split("\0"))
                    : List.of(process.info().arguments().orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Daemons go on when the window that started them is closed; these end here. This process has
    /// no other children.
    @Override
    public void close() {
        ProcessHandle.current()
                .children()
                .forEach(
                        child -> {
                            child.destroy();
                            child.onExit().join();
                        });
    }

    /// A device whose settings wait for nobody long.
    private record Hurried(Path home) implements Device {

        private Device device() {
            return new GuiMain.HomeDevice(home);
        }

        @Override
        public String suggestedName() {
            return "here";
        }

        @Override
        public Optional<Node> attached() throws NodeException {
            return device().attached();
        }

        @Override
        public Node start() throws NodeException, InterruptedException {
            Home.at(home).set("repair-after", "5s");
            Home.at(home).set("repair-urgent-after", "5s");
            return device().start();
        }

        @Override
        public void init(Beginning beginning, Consumer<List<String>> words) throws NodeException {
            device().init(beginning, words);
        }

        @Override
        public Optional<String> join(String code, Optional<String> at, Beginning beginning)
                throws NodeException, InterruptedException {
            return device().join(code, at, beginning);
        }
    }
}
