package dev.holdfast.engine.folder;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A file that is not there yet. It gets its bytes, then its attributes, all made durable, then its
/// name.
public final class GrowingFile implements AutoCloseable {

    private static final Set<? extends OpenOption> ANEW =
            Set.of(
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS);

    private static final Set<OpenOption> DIRECT = directly();

    /// Bytes read or written at once. They go through memory beside the heap, which each thread
    /// keeps.
    private static final int PIECE_BYTES = 256 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(GrowingFile.class);

    private final LocalPlace place;
    private final Path temporary;
    private final Path name;
    private final FileChannel channel;
    private boolean stays;
    private List<String> taken = List.of();

    GrowingFile(LocalPlace place, Path temporary, Path name, FileChannel channel) {
        this.place = place;
        this.temporary = temporary;
        this.name = name;
        this.channel = channel;
    }

    static GrowingFile begin(LocalPlace place, Path temporary, Path name) throws IOException {
        var former = Access.of(place, name).map(PosixFileAttributes::permissions);
        var growing = begin(place, temporary, name, Access.like(former));
        try {
            var narrower = growing.narrow();
            if (narrower.isPresent()) {
                growing.close(); // who has opened it meanwhile could go on to read
                growing = begin(place, temporary, name, Access.like(narrower));
                growing.narrow();
            }
            place.step("begin", () -> {});
            return growing;
        } catch (IOException | RuntimeException | Error e) {
            growing.channel.close();
            throw e;
        }
    }

    private static GrowingFile begin(
            LocalPlace place, Path temporary, Path name, FileAttribute<?>... attributes)
            throws IOException {
        var channel = place.channel(temporary, ANEW, attributes);
        Parts.locks(channel);
        return new GrowingFile(place, temporary, name, channel);
    }

    /// Others were growing the same when this began. What they have left when this has its name
    /// goes then.
    GrowingFile after(List<String> parts) {
        taken = List.copyOf(parts);
        return this;
    }

    /// Bytes that are in it, at first those that an earlier get has left; they may be anything.
    public long length() throws IOException {
        return channel.size();
    }

    /// Fills `into` with what is in it from `from` on.
    ///
    /// @return false when that much is not there or cannot be read
    public boolean read(long from, ByteBuffer into) {
        try {
            long at = from;
            int end = into.limit();
            while (into.position() < end) {
                into.limit(Math.min(end, into.position() + PIECE_BYTES));
                int count = channel.read(into, at);
                if (count < 0) {
                    return false;
                }
                at += count;
            }
            return true;
        } catch (IOException e) {
            LOG.debug("{} cannot be read.", temporary, e);
            return false;
        }
    }

    /// Puts all that remains in `bytes` at a place.
    public void write(long at, ByteBuffer bytes) throws IOException {
        channel.position(at);
        int end = bytes.limit();
        while (bytes.position() < end) {
            channel.write(bytes.limit(Math.min(end, bytes.position() + PIECE_BYTES)));
        }
    }

    /// A way to write whole blocks of it past the page cache; null where there is none. What opens
    /// under its name must be the very file that is locked: in a directory that others can write
    /// to, it might be another by now.
    @SuppressWarnings("MustBeClosedChecker") // whoever gets it closes it
    @Nullable FileChannel direct() {
        try {
            var found = DIRECT.isEmpty() ? null : place.channel(temporary, DIRECT);
            if (found == null || isLocked(found)) {
                return found;
            }
            found.close();
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("{} is written through the page cache.", temporary, e);
        }
        return null;
    }

    /// Whether this is the file that this process has locked, under whatever name.
    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            var lock = channel.tryLock();
            if (lock != null) {
                lock.release();
            }
            return false;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    // Named by its text: the compiler warns of every use, and a runtime may come without it.
    private static Set<OpenOption> directly() {
        try {
            var all = Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants();
            return Arrays.stream(all)
                    .filter(option -> option.toString().equals("DIRECT"))
                    .findAny()
                    .map(option -> (OpenOption) option)
                    .map(
                            direct ->
                                    Set.of(
                                            direct,
                                            StandardOpenOption.WRITE,
                                            LinkOption.NOFOLLOW_LINKS))
                    .orElse(Set.of());
        } catch (ClassNotFoundException e) {
            return Set.of();
        }
    }

    /// Gives it just this length: what was left may be longer, and a hole may be at its end.
    public void end(long length) throws IOException {
        place.step(
                "write",
                () -> {
                    channel.truncate(length);
                    if (channel.size() < length) {
                        channel.write(ByteBuffer.allocate(1), length - 1);
                    }
                });
    }

    /// What it replaces may be closed to others; then it is closed to them from its first byte on.
    ///
    /// @return who may do what now, where that was changed
    Optional<Set<PosixFilePermission>> narrow() throws IOException {
        var former = Access.of(place, name);
        return former.isPresent()
                ? Access.narrow(place, temporary, former.get())
                : Optional.empty();
    }

    /// Gives it its attributes, as far as the file system has them. Nobody may read it then who
    /// could not read what it replaces.
    public void dress(Instant mtime, boolean executable) throws IOException {
        narrow();
        var times = place.view(temporary, BasicFileAttributeView.class);
        if (times != null) {
            times.setTimes(FileTime.from(mtime), null, null);
        }
        if (executable) {
            makeExecutable(true);
        }
    }

    private void makeExecutable(boolean isExecutable) {
        try {
            var view = place.view(temporary, PosixFileAttributeView.class);
            if (view != null) {
                var permissions = view.readAttributes().permissions();
                boolean isOther =
                        isExecutable
                                ? permissions.add(PosixFilePermission.OWNER_EXECUTE)
                                : permissions.remove(PosixFilePermission.OWNER_EXECUTE);
                if (isOther) {
                    view.setPermissions(permissions);
                }
            }
        } catch (IOException e) {
            LOG.debug("Whether {} is executable cannot be changed here.", name, e);
        }
    }

    /// Whether it is executable only when it was made so. It is afterwards, if it can be; so it may
    /// be before, where another trial was cut off.
    ///
    /// @throws NoSuchFileException when its directory has just gone
    boolean keepsExecutable() throws IOException {
        makeExecutable(false);
        if (isExecutable()) {
            return false;
        }
        makeExecutable(true);
        return isExecutable();
    }

    private boolean isExecutable() throws IOException {
        return look().orElseThrow(() -> new NoSuchFileException(temporary + "")).executable();
    }

    /// How it looks before it has its name.
    public Optional<Standing> look() throws IOException {
        return place.look(temporary.toString());
    }

    /// Makes the bytes and the attributes durable.
    public void force() throws IOException {
        place.step("force", () -> channel.force(true));
    }

    /// Gives the durable file its name, in place of an older file or link. The name is durable when
    /// its directory is finished.
    public void place() throws IOException {
        place.move(temporary, name);
        stays = true;
        for (var part : taken) {
            try {
                Parts.removeIfLeft(place, part);
            } catch (IOException e) {
                LOG.debug("{} stays.", part, e);
            }
        }
    }

    /// What is in it stays for a later get of the same version when this is closed.
    public void keep() {
        stays = true;
    }

    /// Takes back what was neither placed nor kept.
    @Override
    public void close() throws IOException {
        try (channel) {
            if (!stays) {
                place.delete(temporary);
            }
        }
    }
}
