package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Finding.Care;
import dev.holdfast.engine.api.Finding.Treated;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.Setting;
import dev.holdfast.engine.api.recovery.Judge;
import dev.holdfast.engine.api.recovery.Recovered;
import dev.holdfast.engine.crypto.bc.NativeAlgorithms;
import dev.holdfast.engine.http.LocalApi;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.remote.RemoteNode;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// Where one device lives: a directory that holds its keys, packs, journal, catalog and settings.
public final class Home {

    /// What a device starts with.
    ///
    /// @param name what people call it; unique in the pool
    /// @param capacity bytes it contributes; half of the free space when empty
    /// @param listen `HOST:PORT` to listen on, written to the settings; the default port when empty
    /// @param discovery whether it tells the local network that it is there, and looks for others
    public record Beginning(
            String name, OptionalLong capacity, Optional<String> listen, boolean discovery) {

        public Beginning(String name, OptionalLong capacity, Optional<String> listen) {
            this(name, capacity, listen, true);
        }
    }

    /// How long one process waits for another that holds the home.
    private static final Duration HOLD_MAX = Duration.ofSeconds(30);

    /// How long a daemon may take to let go of the home after its commands have ended.
    private static final Duration END_MAX = Duration.ofSeconds(20);

    /// As many as systems follow.
    private static final int LINKS_MAX = 40;

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(Home.class);

    private final HomeFiles files;

    private Home(HomeFiles files) {
        this.files = files;
    }

    /// The home at an absolute path, whether it exists or not.
    public static Home at(Path directory) {
        if (!directory.isAbsolute()) {
            throw new IllegalArgumentException(
                    "the home " + directory + " is not an absolute path");
        }
        return new Home(new HomeFiles(led(directory.normalize())));
    }

    /// Where links at the place itself lead, also when nothing is there yet: what is made has to be
    /// on the disk that the person chose, and not in place of the link.
    private static Path led(Path directory) {
        var at = directory;
        try {
            for (int i = 0; i < LINKS_MAX && Files.isSymbolicLink(at); i++) {
                at = at.resolveSibling(Files.readSymbolicLink(at)).normalize();
            }
        } catch (IOException e) {
            return directory; // opening it says why
        }
        return at;
    }

    /// The absolute path.
    public Path directory() {
        return files.directory();
    }

    /// Founds a pool with this device as its first. The 24 words of the recovery phrase are handed
    /// over before anything is made, so that they are never lost; if `words` throws, nothing is
    /// made.
    public void init(Beginning beginning, Consumer<List<String>> words) throws NodeException {
        new HomeMaking(files).found(beginning, words);
    }

    /// The recovery words on their way to paper.
    public Paper paper() {
        return new Paper(files);
    }

    /// Joins the pool that `code` invites to; returns when the pool has admitted this device.
    ///
    /// @param code four words, or the long form that also says where the inviter is
    /// @param at `HOST:PORT` of the inviter; with four words it is found on the local network when
    ///   this is empty
    /// @return words that the inviter's screen shows as well; none with the long form
    public Optional<String> join(String code, Optional<String> at, Beginning beginning)
            throws NodeException, InterruptedException {
        var address =
                at.isEmpty()
                        ? Optional.<Endpoint>empty()
                        : Optional.of(Settings.endpoint(at.get()));
        return new HomeMaking(files).join(code, address, beginning);
    }

    /// How somebody comes back with the recovery words.
    ///
    /// @param words 24, as they were typed
    /// @param at `HOST:PORT` of any device of the pool; one is looked for on the local network when
    ///   this is empty
    /// @param isRehearsal whether nothing is to change anywhere
    public record Return(
            String words, Optional<String> at, Beginning beginning, boolean isRehearsal) {

        @Override
        public String toString() {
            return "Return(hidden)";
        }
    }

    /// Brings back here what is left of the pool that the words belong to, with this device as an
    /// owner of it. Nothing is changed before `judge` has decided.
    public Recovered recover(Return how, Judge judge) throws NodeException, InterruptedException {
        return new Recovering(files, how, judge).run();
    }

    /// The log of the device that lives here, for the process that runs it.
    public LogBook log() throws NodeException {
        files.check();
        var settings = Settings.parse(files.read(Settings.FILE).orElse(""));
        return LogBook.in(files.directory(), settings.logLevel());
    }

    /// Every setting of this device.
    public List<Setting> settings() throws NodeException {
        files.check();
        return Settings.list(files.read(Settings.FILE).orElse(""));
    }

    /// Sets one key of the settings file; a running daemon reads it at its next start. The usual
    /// value holds again when `value` is empty.
    public void set(String key, String value) throws NodeException {
        files.check();
        var changed = Settings.with(files.read(Settings.FILE).orElse(""), key, value);
        try {
            files.write(Settings.FILE, changed);
        } catch (IOException e) {
            throw HomeFiles.failed("write", files.directory().resolve(Settings.FILE), e);
        }
    }

    /// Looks at everything here from outside, whether a daemon runs or not, and changes nothing
    /// that a start would not change, unless it is to mend what it finds.
    ///
    /// @param events is told how far a deep look has come
    public List<Treated> examine(Care care, Consumer<Event> events)
            throws NodeException, InterruptedException {
        files.check();
        return new Visit(files, this::openNode).pay(care, events);
    }

    /// Remakes the catalog from journal and packs, and what can be read of a damaged journal. No
    /// process may have the home open. Nothing is deleted: what was there is put aside.
    ///
    /// @throws NodeException `BUSY` when the device runs, `DAMAGED` when not even the pool can be
    ///   made out
    public Rebuilt rebuild() throws NodeException {
        files.check();
        return Rebuilding.run(files);
    }

    /// The device that lives here: through its daemon when one runs, else run in this process until
    /// the node is closed.
    public Node node() throws NodeException {
        files.check();
        try {
            return openNode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeException(
                    new Problem(
                            Problem.Code.CANCELLED, "The command was cancelled.", "Run it again."),
                    e);
        }
    }

    /// The device that lives here through the daemon that runs on it; empty when none does. Waits
    /// for nobody.
    public Optional<Node> attached() throws NodeException {
        files.check();
        return isFree() ? Optional.empty() : LocalDoor.read(files).map(Node.class::cast);
    }

    /// Asks the daemon that runs here to stop, of whatever version it is, and returns when it has
    /// let go of the home.
    ///
    /// @return what became of its commands; empty when none ran
    /// @throws NodeException when a single command holds the home, or the daemon does not end
    public Optional<Outcome.Stopped> stop() throws NodeException, InterruptedException {
        files.check();
        if (isFree()) {
            return Optional.empty();
        }
        var stopped = LocalDoor.stop(files);
        if (stopped.isEmpty()) {
            throw new NodeException(
                    Problem.Code.BUSY,
                    "No daemon answers, but a command holds " + files.directory() + ".",
                    "Wait until it is done; a daemon that is just starting can be stopped then.");
        }
        var endNanos = System.nanoTime() + END_MAX.toNanos();
        while (!isFree()) {
            if (System.nanoTime() > endNanos) {
                throw new NodeException(
                        Problem.Code.FAILED,
                        "The daemon ended its commands and has held %s for %d s since."
                                .formatted(files.directory(), END_MAX.toSeconds()),
                        "Look at its log, then end its process.");
            }
            SteadyClock.sleep(LOOK_AGAIN);
        }
        return stopped;
    }

    /// Whether no process holds the home.
    private boolean isFree() throws NodeException {
        var lock = tryLock();
        lock.ifPresent(HomeLock::close);
        return lock.isPresent();
    }

    private Node openNode() throws NodeException, InterruptedException {
        var endNanos = System.nanoTime() + HOLD_MAX.toNanos();
        while (true) {
            var lock = tryLock();
            if (lock.isPresent()) {
                return start(lock.get(), false);
            }
            var daemon = LocalDoor.read(files);
            if (daemon.isPresent()) {
                return daemon.get();
            }
            waitFor(endNanos);
        }
    }

    /// Runs the device in this process and serves commands of others on this machine. Waits up to
    /// 30 s for a command that holds the home; a second daemon is refused.
    public Daemon daemon() throws NodeException, InterruptedException {
        files.check();
        NativeAlgorithms.prefer();
        var endNanos = System.nanoTime() + HOLD_MAX.toNanos();
        while (true) {
            var lock = tryLock();
            if (lock.isPresent()) {
                return Running.open(files, start(lock.get(), true));
            }
            var other = LocalDoor.read(files);
            if (other.isPresent() && answers(other.get())) {
                throw new NodeException(
                        Problem.Code.BUSY,
                        "A daemon runs on " + files.directory() + " already.",
                        "Use it as it is, or stop it with `holdfast stop` first.");
            }
            waitFor(endNanos);
        }
    }

    private static boolean answers(RemoteNode daemon) {
        try {
            daemon.status();
            return true;
        } catch (NodeException e) {
            return false;
        }
    }

    private RunningDevice start(HomeLock lock, boolean daemon)
            throws NodeException, InterruptedException {
        @Nullable RunningDevice device = null;
        try {
            device = RunningDevice.start(files, lock, daemon);
            return device;
        } finally {
            if (device == null) {
                lock.close();
            }
        }
    }

    private Optional<HomeLock> tryLock() throws NodeException {
        try {
            var lock = HomeLock.tryTake(files.directory());
            if (lock.isPresent()) {
                // A daemon that was killed has left its door: nobody is behind it.
                LocalDoor.shut(files);
            }
            return lock;
        } catch (IOException e) {
            throw HomeFiles.failed("lock", files.directory(), e);
        }
    }

    private void waitFor(long endNanos) throws NodeException, InterruptedException {
        if (System.nanoTime() > endNanos) {
            throw new NodeException(
                    Problem.Code.BUSY,
                    "Another command has held "
                            + files.directory()
                            + " for "
                            + HOLD_MAX.toSeconds()
                            + " s.",
                    "Wait until it is done, or start `holdfast start` and let commands share it.");
        }
        SteadyClock.sleep(LOOK_AGAIN);
    }

    /// A device with its door for the person's other processes.
    private record Running(RunningDevice device, LocalApi api, AtomicBoolean isClosed)
            implements Daemon {

        static Running open(HomeFiles files, RunningDevice device) throws NodeException {
            try {
                var running =
                        new Running(device, LocalDoor.open(files, device), new AtomicBoolean());
                LOG.info("Up at {}.", running.address());
                return running;
            } catch (IOException e) {
                device.close();
                throw HomeFiles.failed("open a door in", files.directory(), e);
            }
        }

        @Override
        public String address() {
            return device.listening().toString();
        }

        @Override
        public Node node() {
            return device;
        }

        @Override
        public void awaitStop() throws InterruptedException {
            try (var _ = Easing.start(device::dropIdle)) {
                api.awaitStop();
            }
        }

        @Override
        public Outcome.Stopped stop() throws InterruptedException {
            return api.stop();
        }

        @Override
        public void close() {
            if (isClosed.compareAndSet(false, true)) {
                device.waitNoMore();
                api.close();
                device.close();
                LOG.info("Down.");
            }
        }
    }
}
