package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.catalog.BodyOpener;
import dev.holdfast.engine.catalog.CatalogException;
import dev.holdfast.engine.catalog.sqlite.SqliteCatalog;
import dev.holdfast.engine.crypto.bc.DeviceKeyFile;
import dev.holdfast.engine.crypto.bc.SecureChance;
import dev.holdfast.engine.disk.real.RealDisk;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.remote.RemoteNode;
import dev.holdfast.engine.store.disk.DiskChunkStore;
import dev.holdfast.engine.store.disk.PackHeader;
import dev.holdfast.engine.wal.JournalException;
import dev.holdfast.engine.wal.disk.DiskJournal;

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

/// Looks at a home from outside, whether its device runs or not. Without a daemon it opens journal
/// and catalog as a start does, which may cut off what a crash left half written.
record Examination(HomeFiles files) {

    /// How long a connection to the device's own port may take.
    private static final Duration CONNECT_MAX = Duration.ofSeconds(2);

    Vitals look() throws NodeException {
        try (var held = Held.of(files)) {
            return new Vitals(
                    files.directory().toString(),
                    permissions(),
                    problem(() -> new DeviceKeyFile(files.keys()).load()),
                    problem(() -> Settings.parse(files.read(Settings.FILE).orElse(""))),
                    held.tenant(),
                    space(),
                    packs(),
                    held.lock().isPresent() ? Optional.of(books()) : Optional.empty(),
                    held.daemon().flatMap(Examination::port),
                    new Vitals.Clock(Instant.now(), newest()));
        } catch (IOException e) {
            throw HomeFiles.failed("look at", files.directory(), e);
        }
    }

    /// Who has the home; this process when nobody else has.
    private record Held(Vitals.Tenant tenant, Optional<HomeLock> lock, Optional<RemoteNode> daemon)
            implements AutoCloseable {

        static Held of(HomeFiles files) throws IOException {
            var lock = HomeLock.tryTake(files.directory());
            if (lock.isPresent()) {
                boolean left = Files.exists(files.directory().resolve(LocalDoor.NAME));
                var tenant = left ? Vitals.Tenant.A_GHOST : Vitals.Tenant.NOBODY;
                return new Held(tenant, lock, Optional.empty());
            }
            try {
                var daemon = LocalDoor.read(files);
                var tenant = daemon.isPresent() ? Vitals.Tenant.A_DAEMON : Vitals.Tenant.A_COMMAND;
                return new Held(tenant, lock, daemon);
            } catch (NodeException e) {
                return new Held(Vitals.Tenant.A_STRANGER, lock, Optional.empty());
            }
        }

        @Override
        public void close() {
            lock.ifPresent(HomeLock::close);
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

    private Vitals.Packs packs() throws IOException {
        var faults = new ArrayList<String>();
        long count = 0;
        for (var file : list(files.packs())) {
            var name = String.valueOf(file.getFileName());
            if (PackHeader.isNamed(name)) {
                count++;
                PackHeader.fault(name, beginning(file)).ifPresent(faults::add);
            }
        }
        return new Vitals.Packs(count, faults);
    }

    private static ByteBuffer beginning(Path file) throws IOException {
        var bytes = ByteBuffer.allocate(PackHeader.BYTES);
        try (var channel = FileChannel.open(file)) {
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
        }
        return bytes.flip();
    }

    private static List<Path> list(Path directory) throws IOException {
        try (var names = Files.list(directory)) {
            return names.filter(Files::isRegularFile).toList();
        }
    }

    private Vitals.Books books() throws IOException {
        try (var journal =
                        DiskJournal.open(RealDisk.at(files.journal()), new SecureChance()::bits64);
                var catalog = SqliteCatalog.open(files.catalog(), BodyOpener.NONE)) {
            return new Vitals.Books(journal.lastLsn(), catalog.appliedLsn(), Optional.empty());
        } catch (JournalException | CatalogException e) {
            return new Vitals.Books(0, 0, Optional.of(String.valueOf(e.getMessage())));
        }
    }

    private static Optional<Vitals.Port> port(RemoteNode daemon) {
        try {
            var address = daemon.status().device().address();
            return Optional.of(new Vitals.Port(address, isReached(Endpoint.parse(address))));
        } catch (NodeException e) {
            return Optional.empty();
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
