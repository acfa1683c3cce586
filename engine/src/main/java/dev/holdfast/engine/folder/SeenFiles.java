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
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;

/// Remembers what files of the person's held when they were read, so that a file that has not
/// changed since need not be read again. Safe for many threads.
///
/// One file of slots: SHA-256 over where a file is, which one it is (device and inode), how long,
/// when it and its attributes last changed, and the root of its content. A slot is found by the
/// inode and the directory; one that is taken by another file, torn or stale is simply not known.
/// Nothing else depends on it and it may be deleted at any time. A file's time of last change
/// cannot be set by programs, unlike that of its content, hence no edit is overlooked.
public final class SeenFiles implements AutoCloseable {

    /// How long ago the last change must be for the next one to have another time: clocks of file
    /// systems move in steps.
    private static final Duration STEP_MAX = Duration.ofSeconds(2);

    /// Bytes of all but the path.
    private static final int FACTS_BYTES = 5 * Long.BYTES + 2 * Integer.BYTES;

    /// 32 MiB of a sparse file at the most.
    private static final int SLOT_BITS = 20;

    /// Files whose inodes follow each other lie side by side, so many: they are often read one
    /// after the other, and would touch a page each.
    private static final int AREA_BITS = 10;

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

    /// Whether a file that looks like this held the content of this root.
    public boolean held(Found file, Hash root) {
        if (slots == null) {
            return false;
        }
        var slot = ByteBuffer.allocate(Hash.BYTES);
        try {
            return slots.read(slot, place(file)) == Hash.BYTES
                    && Hash.of(slot.array()).equals(witness(file, root));
        } catch (IOException e) {
            LOG.debug("What was read before is not known.", e);
            return false;
        }
    }

    /// A file held the content of this root; it looked like this before it was read, and again when
    /// all of it had been.
    public void remember(Found file, Hash root, Instant now) {
        var changed = instant(file.standing().sight().changedNanos());
        if (slots == null || !changed.plus(STEP_MAX).isBefore(now)) {
            return;
        }
        try {
            var witness = ByteBuffer.wrap(witness(file, root).toBytes());
            slots.write(witness, place(file));
        } catch (IOException e) {
            LOG.debug("What was read is not remembered.", e);
        }
    }

    /// The directory counts too, so that links to one file do not take each other's slot.
    private static long place(Found file) {
        long inode = file.standing().sight().inode();
        long areas = (inode >>> AREA_BITS) + (file.standing().disk() << Integer.SIZE);
        long area = (areas * 0x9e37_79b9_7f4a_7c15L) >>> (Long.SIZE - SLOT_BITS + AREA_BITS);
        long directory = file.path().substring(0, file.path().lastIndexOf('/') + 1).hashCode();
        long within = (inode + directory) & ((1 << AREA_BITS) - 1);
        return ((area << AREA_BITS) | within) * Hash.BYTES;
    }

    private static Hash witness(Found file, Hash root) {
        var where = Sha256.of(file.path().getBytes(StandardCharsets.UTF_8));
        return Sha256.of(where.toBytes(), facts(file.standing()), root.toBytes());
    }

    private static byte[] facts(Standing standing) {
        var sight = standing.sight();
        var modified = instant(sight.modifiedNanos());
        var changed = instant(sight.changedNanos());
        return ByteBuffer.allocate(FACTS_BYTES)
                .putLong(standing.disk())
                .putLong(sight.inode())
                .putLong(sight.size())
                .putLong(modified.getEpochSecond())
                .putInt(modified.getNano())
                .putLong(changed.getEpochSecond())
                .putInt(changed.getNano())
                .array();
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(0, nanos);
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
