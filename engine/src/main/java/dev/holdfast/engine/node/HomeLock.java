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

/// One process's hold on a home. The file stays when the lock goes; the system takes the lock back
/// when a process ends in any way.
final class HomeLock implements AutoCloseable {

    private final FileChannel channel;
    private final FileLock lock;

    private HomeLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /// The lock; empty when another process has it.
    static Optional<HomeLock> tryTake(Path home) throws IOException {
        var channel =
                FileChannel.open(
                        home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            var lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(new HomeLock(channel, lock));
            }
        } catch (OverlappingFileLockException e) {
            Log.OF_LOCKS.debug("This process holds the home already.", e);
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
        }
    }

    /// Made when there is something to say: each command passes here, and seldom is.
    private static final class Log {
        static final Logger OF_LOCKS = LoggerFactory.getLogger(HomeLock.class);
    }
}
