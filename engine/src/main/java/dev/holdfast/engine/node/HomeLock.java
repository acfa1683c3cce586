package dev.holdfast.engine.node;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// One process's hold on a home. The file stays when the lock goes; the system takes the lock back
/// when a process ends in any way.
final class HomeLock implements AutoCloseable {

    /// The homes that this process holds. To open and close the file of one of them once more would
    /// let go of its lock, as POSIX has it.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path home;
    private final FileChannel channel;
    private final FileLock lock;

    private HomeLock(Path home, FileChannel channel, FileLock lock) {
        this.home = home;
        this.channel = channel;
        this.lock = lock;
    }

    /// The lock; empty when another process has it, or this one already.
    static Optional<HomeLock> tryTake(Path home) throws IOException {
        var real = home.toRealPath();
        if (!HELD.add(real)) {
            return Optional.empty();
        }
        var lock = Optional.<HomeLock>empty();
        try {
            lock = take(real);
            return lock;
        } finally {
            if (lock.isEmpty()) {
                HELD.remove(real);
            }
        }
    }

    private static Optional<HomeLock> take(Path home) throws IOException {
        var channel =
                FileChannel.open(
                        home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            var lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(new HomeLock(home, channel, lock));
            }
        } catch (OverlappingFileLockException e) {
            Log.OF_LOCKS.debug("Other code of this process holds the home already.", e);
        }
        channel.close();
        return Optional.empty();
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            Log.OF_LOCKS.warn("The lock of the home did not go cleanly.", e);
        } finally {
            HELD.remove(home);
        }
    }

    /// Made when there is something to say: each command passes here, and seldom is.
    private static final class Log {
        static final Logger OF_LOCKS = LoggerFactory.getLogger(HomeLock.class);
    }
}
