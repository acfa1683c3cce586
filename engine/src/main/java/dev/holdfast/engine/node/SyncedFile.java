package dev.holdfast.engine.node;

import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.Action.Agree;
import dev.holdfast.engine.core.sync.Action.Forget;
import dev.holdfast.engine.core.sync.Action.Observed;
import dev.holdfast.engine.core.sync.Agreed;
import dev.holdfast.engine.core.sync.Observations;
import dev.holdfast.engine.core.sync.Trees;
import dev.holdfast.engine.core.sync.Trees.Synced;
import dev.holdfast.engine.files.Memory;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// What a linked folder and its volume had in common, in a file of the home: frames of `length |
/// CRC32C | observation`, appended and synced; written anew when most of them are over. The last
/// frame may be torn. One that is damaged before the last means that all is forgotten: that costs a
/// comparison, and nothing is deleted for it. Serves one thread.
final class SyncedFile implements Memory, AutoCloseable {

    /// Bytes of an observation: a path, a target, and a version of as many writers as there may be.
    private static final int FRAME_MAX = 128 << 10;

    /// Bytes of the file. More is not ours.
    private static final long SIZE_MAX = 1 << 30;

    private static final int HEAD_BYTES = 2 * Integer.BYTES;

    /// Frames that are over, which may be kept beside as many as there are places.
    private static final int OVER_MAX = 4_096;

    /// A file that changed less than this ago could change again without looking other: its clock
    /// goes in steps.
    private static final long STEP_NANOS = Duration.ofSeconds(2).toNanos();

    /// Bytes read or written at once. They go through memory beside the heap, which each thread
    /// keeps.
    private static final int PIECE_BYTES = 256 << 10;

    private static final int ROOT = 0;
    private static final int AGREED = 1;
    private static final int FORGOTTEN = 2;

    private static final Logger LOG = LoggerFactory.getLogger(SyncedFile.class);

    private final Path file;
    private final InstantSource clock;
    private final Observations observations = new Observations();
    private FileChannel channel;
    private long frames;

    /// Whether the file lacks something that is known: it could not be written.
    private boolean isTorn;

    private SyncedFile(Path file, InstantSource clock, FileChannel channel) {
        this.file = file;
        this.clock = clock;
        this.channel = channel;
    }

    /// Opens the file, and makes it if need be.
    @SuppressWarnings("MustBeClosedChecker") // whoever gets it closes it
    static SyncedFile open(Path file, InstantSource clock) throws IOException {
        var channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        var synced = new SyncedFile(file, clock, channel);
        try {
            int good = synced.load();
            channel.truncate(good);
            channel.position(good);
            return synced;
        } catch (IOException e) {
            synced.close();
            throw e;
        }
    }

    /// What the file says now. Whoever keeps the folder in step may be writing to it.
    static Synced read(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ);
                var synced = new SyncedFile(file, InstantSource.system(), channel)) {
            int _ = synced.load();
            return synced.observations.all();
        }
    }

    /// @return where what can be read ends
    private int load() throws IOException {
        var bytes = ByteBuffer.allocate((int) Math.min(channel.size(), SIZE_MAX));
        int count = 0;
        while (count >= 0 && bytes.position() < bytes.capacity()) {
            count = channel.read(bytes.limit(pieceEnd(bytes)));
        }
        bytes.flip();
        int good = 0;
        try {
            for (var frame = next(bytes); frame.isPresent(); frame = next(bytes)) {
                take(frame.get());
                good = bytes.position();
            }
        } catch (MalformedException e) {
            LOG.warn("What folder and volume had in common is forgotten: {}", e.getMessage());
            observations.begin(Trees.Folder.NO_ROOT);
            good = 0;
        }
        return good;
    }

    /// The next frame; empty at the end, and at a last one that is torn.
    private static Optional<byte[]> next(ByteBuffer from) throws MalformedException {
        if (from.remaining() < HEAD_BYTES) {
            return Optional.empty();
        }
        int length = from.getInt();
        int sum = from.getInt();
        if (length < 1 || length > FRAME_MAX) {
            throw new MalformedException("a frame of " + length + " bytes");
        }
        if (from.remaining() < length) {
            return Optional.empty();
        }
        var frame = new byte[length];
        from.get(frame);
        if (sum != sum(frame)) {
            if (!from.hasRemaining()) {
                return Optional.empty();
            }
            throw new MalformedException("a frame is damaged");
        }
        return Optional.of(frame);
    }

    private static int sum(byte[] frame) {
        var sum = new CRC32C();
        sum.update(frame);
        return (int) sum.getValue();
    }

    private void take(byte[] frame) throws MalformedException {
        var in = new CanonicalReader(frame);
        int kind = in.u8();
        switch (kind) {
            case ROOT -> observations.begin(in.text(FRAME_MAX));
            case AGREED -> observations.take(new Agree(EntryPath.read(in), Agreed.read(in)));
            case FORGOTTEN -> observations.take(new Forget(EntryPath.read(in)));
            default -> throw new MalformedException("an observation of kind " + kind);
        }
        in.end();
        frames++;
    }

    @Override
    public Observations observations() {
        return observations;
    }

    @Override
    public void note(List<? extends Observed> observed) throws IOException {
        if (observed.isEmpty() && !isTorn) {
            return;
        }
        var out = new CanonicalWriter();
        for (var each : observed) {
            switch (each) {
                case Agree(var path, var now) -> {
                    var kept = now.unsettled(nanos() - STEP_NANOS);
                    observations.take(new Agree(path, kept));
                    frame(out, agreed(path, kept));
                }
                case Forget(var path) -> {
                    observations.take(each);
                    var frame = new CanonicalWriter().u8(FORGOTTEN);
                    path.write(frame);
                    frame(out, frame);
                }
            }
            frames++;
        }
        if (isTorn || frames > 2L * observations.size() + OVER_MAX) {
            rewrite();
        } else {
            append(out);
        }
    }

    private long nanos() {
        return Duration.between(java.time.Instant.EPOCH, clock.instant()).toNanos();
    }

    private static CanonicalWriter agreed(EntryPath path, Agreed agreed) {
        var frame = new CanonicalWriter().u8(AGREED);
        path.write(frame);
        agreed.write(frame);
        return frame;
    }

    private static void frame(CanonicalWriter out, CanonicalWriter frame) {
        var bytes = frame.toBytes();
        var head = ByteBuffer.allocate(HEAD_BYTES).putInt(bytes.length).putInt(sum(bytes));
        out.raw(head.array()).raw(bytes);
    }

    private void append(CanonicalWriter out) throws IOException {
        isTorn = true;
        write(channel, out);
        channel.force(false);
        isTorn = false;
    }

    private static void write(FileChannel to, CanonicalWriter out) throws IOException {
        var bytes = ByteBuffer.wrap(out.toBytes());
        while (bytes.position() < bytes.capacity()) {
            to.write(bytes.limit(pieceEnd(bytes)));
        }
    }

    private static int pieceEnd(ByteBuffer bytes) {
        return Math.min(bytes.capacity(), bytes.position() + PIECE_BYTES);
    }

    @Override
    public void begin(String newRoot) throws IOException {
        observations.begin(newRoot);
        rewrite();
    }

    /// Writes what holds to another file, which then takes the place of this one.
    @SuppressWarnings("MustBeClosedChecker") // it is the channel from then on
    private void rewrite() throws IOException {
        isTorn = true;
        var out = new CanonicalWriter();
        var all = observations.all();
        frame(out, new CanonicalWriter().u8(ROOT).text(all.root()));
        all.agreed().forEach((path, each) -> frame(out, agreed(path, each)));
        var fresh = file.resolveSibling(file.getFileName() + HomeFiles.UNFINISHED);
        var next =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
        try {
            write(next, out);
            next.force(true);
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            next.close();
            throw e;
        }
        channel.close();
        channel = next;
        isTorn = false;
        frames = observations.size() + 1L;
        var directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            HomeFiles.sync(directory);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
