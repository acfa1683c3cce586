package dev.holdfast.engine.folder;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.invoke.MethodHandleProxies.asInterfaceInstance;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.regex.Pattern;

/// The `syncfs(2)` of Linux. It tells of what could not be written since 5.8, and only file systems
/// are taken that are known to do what it says: one in user space, for one, may not.
final class LinuxSync implements FileSystemSync {

    private static final Set<String> KNOWN =
            Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "bcachefs", "tmpfs");

    /// The first release that reports errors.
    private static final int MAJOR = 5;

    private static final int MINOR = 8;

    private static final Pattern RELEASE = Pattern.compile("(\\d+)\\.(\\d+).*");

    /// `O_CLOEXEC` of every Linux that Java runs on; `O_RDONLY` is 0.
    private static final int READ_AND_CLOSE_ON_EXEC = 0x80000;

    private static final Logger LOG = LoggerFactory.getLogger(LinuxSync.class);

    private final int handle;

    /// The number of a closed handle may be somebody else's at once: nothing goes to it any more.
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private boolean isClosed;

    private LinuxSync(int handle) {
        this.handle = handle;
    }

    /// Begins to watch the file system that a directory is on, before anything is written that is
    /// to be durable; empty where this cannot be.
    static Optional<FileSystemSync> of(Path directory) {
        try {
            if (!isLinuxThatTells()
                    || !LinuxSync.class.getModule().isNativeAccessEnabled()
                    || !KNOWN.contains(Files.getFileStore(directory).type())) {
                return Optional.empty();
            }
            int handle = Calls.open(directory);
            return handle < 0 ? Optional.empty() : Optional.of(new LinuxSync(handle));
        } catch (IOException e) {
            LOG.debug("The file system of {} is not known.", directory, e);
            return Optional.empty();
        }
    }

    private static boolean isLinuxThatTells() {
        var release = RELEASE.matcher(System.getProperty("os.version", ""));
        if (!System.getProperty("os.name", "").equals("Linux") || !release.matches()) {
            return false;
        }
        int major = Integer.parseInt(release.group(1));
        return major > MAJOR || (major == MAJOR && Integer.parseInt(release.group(2)) >= MINOR);
    }

    @Override
    public void sync() throws IOException {
        lock.readLock().lock();
        try {
            if (isClosed || Calls.SYNCFS.call(handle) != 0) {
                throw new IOException("the file system cannot be made durable");
            }
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (!isClosed && Calls.CLOSE.call(handle) != 0) {
                LOG.debug("A handle of a file system was not closed cleanly.");
            }
            isClosed = true;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /// A function of the system that takes a handle.
    @FunctionalInterface
    public interface OfHandle {

        /// @return 0 when it did what it is for
        int call(int handle);
    }

    /// The system's `open(2)`.
    @FunctionalInterface
    public interface Open {

        /// @return a handle, or less than 0
        int call(MemorySegment path, int flags);
    }

    /// The system's functions; looked up when they are needed first.
    private static final class Calls {

        private static final Linker LINKER = Linker.nativeLinker();
        private static final FunctionDescriptor OF_HANDLE =
                FunctionDescriptor.of(JAVA_INT, JAVA_INT);

        static final OfHandle SYNCFS =
                asInterfaceInstance(OfHandle.class, find("syncfs", OF_HANDLE));
        static final OfHandle CLOSE = asInterfaceInstance(OfHandle.class, find("close", OF_HANDLE));
        private static final Open OPEN =
                asInterfaceInstance(
                        Open.class,
                        find(
                                "open",
                                FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
                                Linker.Option.firstVariadicArg(2)));

        private Calls() {}

        @SuppressWarnings("restricted") // asked before: only where it is enabled
        private static MethodHandle find(
                String name, FunctionDescriptor descriptor, Linker.Option... options) {
            var address = LINKER.defaultLookup().findOrThrow(name);
            return LINKER.downcallHandle(address, descriptor, options);
        }

        static int open(Path directory) {
            try (var arena = Arena.ofConfined()) {
                return OPEN.call(arena.allocateFrom(directory.toString()), READ_AND_CLOSE_ON_EXEC);
            }
        }
    }
}
