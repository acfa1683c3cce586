package dev.holdfast.engine.folder;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Remembers what files of the person's held when they were read, so that a file that has not
/// changed since need not be read again. Safe for many threads.
///
/// One file of slots: SHA-256 over where a file is, which one it is (device and inode), how long,
/// when it and its attributes last changed, and the root of its content. A slot is found by the
/// path; one that is taken by another path, torn or stale is simply not known. Nothing else depends
/// on it and it may be deleted at any time. A file's time of last change cannot be set by programs,
/// unlike that of its content, hence no edit is overlooked.
public final class SeenFiles implements AutoCloseable {

    /// A file as the system described it at one moment.
    ///
    /// @param modified when its content last changed, as far as programs have not set that
    /// @param changed when its content or attributes last changed
    public record Sight(
            String path, long device, long inode, long size, Instant modified, Instant changed) {

        /// How long ago the last change must be for the next one to have another time: clocks of
        /// file systems move in steps.
        private static final Duration STEP_MAX = Duration.ofSeconds(2);

        /// Bytes of all but the path.
        private static final int FACTS_BYTES = 5 * Long.BYTES + 2 * Integer.BYTES;

        private boolean isSettled(Instant now) {
            return changed.plus(STEP_MAX).isBefore(now);
        }

        /// Whether it has the length and the time of last change that a walk has found.
        public boolean isAs(Found found) {
            return size == found.size() && modified.equals(found.mtime());
        }

        private Hash where() {
            return Sha256.of(path.getBytes(StandardCharsets.UTF_8));
        }

        private byte[] facts() {
            return ByteBuffer.allocate(FACTS_BYTES)
                    .putLong(device)
                    .putLong(inode)
                    .putLong(size)
                    .putLong(modified.getEpochSecond())
                    .putInt(modified.getNano())
                    .putLong(changed.getEpochSecond())
                    .putInt(changed.getNano())
                    .array();
        }
    }

    /// 32 MiB of a sparse file at the most.
    private static final int SLOTS = 1 << 20;

    private static final String FACTS = "unix:dev,ino,size,lastModifiedTime,ctime";

    private static final Logger LOG = LoggerFactory.getLogger(SeenFiles.class);

    private final @Nullable FileChannel slots;

    private SeenFiles(@Nullable FileChannel slots) {
        this.slots = slots;
    }

    /// Remembers nothing.
    public static SeenFiles none() {
        return new SeenFiles(null);
    }

    /// Remembers in a file, which is made if need be. Where that cannot be, nothing is remembered.
    public static SeenFiles in(Path file) {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("unix")) {
            return none();
        }
        try {
            return new SeenFiles(
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE));
        } catch (IOException e) {
            LOG.warn("Files that were read are not remembered.", e);
            return none();
        }
    }

    /// A file as it is now; empty when nothing is remembered or it cannot be looked at.
    public Optional<Sight> look(Found file) {
        if (slots == null) {
            return Optional.empty();
        }
        try {
            return sight(
                    file.path(),
                    Files.readAttributes(Path.of(file.path()), FACTS, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            LOG.debug("{} cannot be looked at.", file.path(), e);
            return Optional.empty();
        }
    }

    private static Optional<Sight> sight(String path, Map<String, Object> facts) {
        return facts.get("dev") instanceof Long device
                        && facts.get("ino") instanceof Long inode
                        && facts.get("size") instanceof Long size
                        && facts.get("lastModifiedTime") instanceof FileTime modified
                        && facts.get("ctime") instanceof FileTime changed
                ? Optional.of(
                        new Sight(
                                path,
                                device,
                                inode,
                                size,
                                modified.toInstant(),
                                changed.toInstant()))
                : Optional.empty();
    }

    /// Whether a file that looks like this held the content of this root.
    public boolean held(Sight sight, Hash root) {
        if (slots == null) {
            return false;
        }
        var slot = ByteBuffer.allocate(Hash.BYTES);
        var where = sight.where();
        try {
            return slots.read(slot, place(where)) == Hash.BYTES
                    && Hash.of(slot.array()).equals(witness(where, sight, root));
        } catch (IOException e) {
            LOG.debug("What was read before is not known.", e);
            return false;
        }
    }

    /// A file held the content of this root; it looked like this before it was read, and again when
    /// all of it had been.
    public void remember(Sight sight, Hash root, Instant now) {
        if (slots == null || !sight.isSettled(now)) {
            return;
        }
        var where = sight.where();
        try {
            slots.write(ByteBuffer.wrap(witness(where, sight, root).toBytes()), place(where));
        } catch (IOException e) {
            LOG.debug("What was read is not remembered.", e);
        }
    }

    private static long place(Hash where) {
        return (where.w0() & (SLOTS - 1)) * Hash.BYTES;
    }

    private static Hash witness(Hash where, Sight sight, Hash root) {
        return Sha256.of(where.toBytes(), sight.facts(), root.toBytes());
    }

    @Override
    public void close() {
        try {
            if (slots != null) {
                slots.close();
            }
        } catch (IOException e) {
            LOG.debug("What was read was not closed cleanly.", e);
        }
    }
}
