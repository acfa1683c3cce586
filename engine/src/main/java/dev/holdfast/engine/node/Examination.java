package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.crypto.bc.DeviceKeyFile;
import dev.holdfast.engine.disk.real.RealDisk;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.remote.RemoteNode;
import dev.holdfast.engine.store.disk.DiskChunkStore;
import dev.holdfast.engine.store.disk.PackCensus;
import dev.holdfast.engine.store.disk.PackCensus.Counted;
import dev.holdfast.engine.store.disk.PackHeader;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks at a home from outside, whether its device runs or not. Without a daemon it also looks at
/// journal and catalog, and counts what the packs hold.
record Examination(HomeFiles files) {

    private static final Logger LOG = LoggerFactory.getLogger(Examination.class);

    /// How long a connection to the device's own port may take.
    private static final Duration CONNECT_MAX = Duration.ofSeconds(2);

    /// Work that has not gone on for so long was broken off.
    private static final Duration BROKEN_OFF = Duration.ofHours(1);

    /// A catalog that was put aside is of no use any more after so long.
    private static final Duration ASIDE_KEPT = Duration.ofDays(30);

    private static final String ASIDE = "catalog.db" + Rebuilding.ASIDE;

    /// Things that one sentence names.
    private static final int NAMED_MAX = 3;

    Vitals look() throws NodeException {
        try (var held = Held.of(files)) {
            boolean isOurs = held.lock().isPresent();
            var counted = isOurs ? counted() : Optional.<Counted>empty();
            return new Vitals(
                    files.directory().toString(),
                    new Vitals.Place(
                            permissions(),
                            new DeviceKeyFile(files.keys()).isExposed(),
                            held.barrier(),
                            leftovers()),
                    problem(() -> new DeviceKeyFile(files.keys()).load()),
                    problem(() -> Settings.parse(files.read(Settings.FILE).orElse(""))),
                    held.tenant(),
                    space(),
                    packs(counted.map(Counted::unlisted).orElse(List.of())),
                    isOurs
                            ? Optional.of(
                                    new BooksLook(files)
                                            .look(
                                                    counted.filter(each -> each.unread().isEmpty())
                                                            .map(Counted::chunks)))
                            : Optional.empty(),
                    held.daemon().flatMap(Examination::port),
                    new Vitals.Clock(WallClock.of(files).instant(), newest()));
        } catch (IOException e) {
            throw HomeFiles.failed("look at", files.directory(), e);
        }
    }

    /// The first few of these, for a sentence.
    static String named(List<?> things) {
        int named = Math.min(NAMED_MAX, things.size());
        var names = things.subList(0, named).stream().map(String::valueOf).toList();
        return String.join(", ", names) + (named < things.size() ? " and others" : "");
    }

    /// Who has the home; this process when nobody else has.
    ///
    /// @param barrier why the home cannot even be locked
    private record Held(
            Vitals.Tenant tenant,
            Optional<HomeLock> lock,
            Optional<RemoteNode> daemon,
            Optional<String> barrier)
            implements AutoCloseable {

        static Held of(HomeFiles files) {
            try {
                var lock = HomeLock.tryTake(files.directory());
                return lock.isPresent() ? ours(files, lock) : theirs(files);
            } catch (IOException e) {
                var why = Optional.of(String.valueOf(e.getMessage()));
                return new Held(Vitals.Tenant.NOBODY_CAN, Optional.empty(), Optional.empty(), why);
            }
        }

        private static Held ours(HomeFiles files, Optional<HomeLock> lock) {
            boolean left = Files.exists(files.directory().resolve(LocalDoor.NAME));
            var tenant = left ? Vitals.Tenant.A_GHOST : Vitals.Tenant.NOBODY;
            return new Held(tenant, lock, Optional.empty(), Optional.empty());
        }

        private static Held theirs(HomeFiles files) {
            var tenant = Vitals.Tenant.A_STRANGER;
            var daemon = Optional.<RemoteNode>empty();
            try {
                daemon = LocalDoor.read(files);
                tenant = daemon.isPresent() ? Vitals.Tenant.A_DAEMON : Vitals.Tenant.A_COMMAND;
            } catch (NodeException e) {
                LOG.debug("The daemon is of another version.", e);
            }
            return new Held(tenant, Optional.empty(), daemon, Optional.empty());
        }

        @Override
        public void close() {
            lock.ifPresent(HomeLock::close);
        }
    }

    /// What the packs hold; empty when their names cannot be read, which is told of the packs.
    private Optional<Counted> counted() {
        try {
            return Optional.of(PackCensus.count(RealDisk.at(files.packs())));
        } catch (IOException e) {
            LOG.warn("The packs cannot be counted.", e);
            return Optional.empty();
        }
    }

    /// Small files that were not finished, a home that was not, and catalogs long put aside.
    private List<Path> leftovers() throws IOException {
        var left = new ArrayList<Path>();
        for (var file : list(files.directory())) {
            if (String.valueOf(file.getFileName()).endsWith(HomeFiles.UNFINISHED)) {
                left.add(file);
            }
        }
        left.add(files.making());
        left.removeIf(each -> !isOlder(each, BROKEN_OFF));
        for (var file : list(files.directory())) {
            boolean isAside = String.valueOf(file.getFileName()).startsWith(ASIDE);
            if (isAside && isOlder(file, ASIDE_KEPT)) {
                left.add(file);
            }
        }
        return left;
    }

    private static boolean isOlder(Path path, Duration age) {
        try {
            var written = Files.getLastModifiedTime(path).toInstant();
            return written.isBefore(Instant.now().minus(age));
        } catch (IOException e) {
            return false; // it is not there, or was finished meanwhile
        }
    }

    private Optional<String> permissions() throws IOException {
        var view = Files.getFileAttributeView(files.directory(), PosixFileAttributeView.class);
        return view == null
                ? Optional.empty()
                : Optional.of(PosixFilePermissions.toString(view.readAttributes().permissions()));
    }

    private interface Try {
        Object run() throws NodeException;
    }

    private static Optional<Problem> problem(Try thing) {
        try {
            var _ = thing.run();
            return Optional.empty();
        } catch (NodeException e) {
            return Optional.of(e.problem());
        }
    }

    private Vitals.Space space() throws IOException {
        var store = Files.getFileStore(files.directory());
        return new Vitals.Space(
                store.getUsableSpace(), DiskChunkStore.floorBytes(store.getTotalSpace()));
    }

    private Vitals.Packs packs(List<String> unlisted) throws IOException {
        var faults = new ArrayList<String>();
        long count = 0;
        boolean hasLater = false;
        for (var file : list(files.packs())) {
            var name = String.valueOf(file.getFileName());
            if (PackHeader.isNamed(name)) {
                count++;
                var block = beginning(file);
                PackHeader.fault(name, block).ifPresent(faults::add);
                hasLater |= PackHeader.isLater(name, block);
            }
        }
        return new Vitals.Packs(
                count, faults, hasLater, unlisted, ScrubNotes.read(files).damaged().size());
    }

    private static ByteBuffer beginning(Path file) throws IOException {
        var bytes = ByteBuffer.allocate(PackHeader.BYTES);
        try (var channel = FileChannel.open(file)) {
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
        }
        return bytes.flip();
    }

    private static List<Path> list(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var names = Files.list(directory)) {
            return names.filter(Files::isRegularFile).toList();
        }
    }

    private static Optional<Vitals.Port> port(RemoteNode daemon) {
        try {
            var address = daemon.status().device().address();
            boolean reached = isReached(Endpoint.parse(address));
            return Optional.of(new Vitals.Port(address, reached, others(daemon)));
        } catch (NodeException e) {
            return Optional.empty();
        }
    }

    /// From where others reach it, which takes up to some seconds.
    private static List<Outcome.Dialed> others(RemoteNode daemon) throws NodeException {
        try {
            return daemon.run(new Command.AskReach(), _ -> {}).answers();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    /// A device that listens on every interface listens on the loopback one too.
    private static boolean isReached(Endpoint at) {
        try (var socket = new Socket()) {
            var host = InetAddress.getByName(at.host());
            var to = host.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : host;
            socket.connect(new InetSocketAddress(to, at.port()), (int) CONNECT_MAX.toMillis());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Instant newest() throws IOException {
        var newest = Instant.EPOCH;
        for (var directory : List.of(files.directory(), files.journal(), files.packs())) {
            for (var file : list(directory)) {
                var at = Files.getLastModifiedTime(file).toInstant();
                newest = at.isAfter(newest) ? at : newest;
            }
        }
        return newest;
    }
}
