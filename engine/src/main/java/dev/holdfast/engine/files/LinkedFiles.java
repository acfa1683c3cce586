package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.buffers.Shelf;
import dev.holdfast.engine.catalog.BodyOpener;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.content.Chunker;
import dev.holdfast.engine.core.membership.PoolId;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.sync.Sight;
import dev.holdfast.engine.core.sync.Trees.Synced;
import dev.holdfast.engine.crypto.Sealer;
import dev.holdfast.engine.folder.FolderSteps;
import dev.holdfast.engine.folder.Found;
import dev.holdfast.engine.folder.LinkedFolder;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.store.ChunkStore;
import dev.holdfast.engine.store.StoreException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Gives back chunks from the person's own files in linked folders.
///
/// Where a chunk was last known to lie is read and sealed again, and taken if just that chunk comes
/// out. So whatever has happened to the file since, nothing wrong is given; it is a cache, and
/// counts as no copy. Safe for many threads.
public final class LinkedFiles implements Rooms.Cache {

    /// Where chunks lie is found out anew after so many times as long as that takes.
    private static final int AGAIN = 50;

    /// Chunks that a file did not give, of which it is remembered.
    private static final int VAIN_MAX = 4_096;

    /// Chunks of files whose lists were made here, which are remembered.
    private static final int LISTED_MAX = 1 << 16;

    private static final Logger LOG = LoggerFactory.getLogger(LinkedFiles.class);

    /// A linked folder, and what it had in common with its volume when that was last noted.
    public record Folder(String directory, VolumePath at, VolumeId volume, Synced synced) {}

    /// What is needed of the device.
    ///
    /// @param store has the lists of chunks
    public record Means(
            PoolId pool,
            Sealer sealer,
            ChunkStore store,
            Ledger ledger,
            BodyOpener opener,
            Shelf shelf) {}

    /// A file that looked so did not give a chunk, so it need not be read for it again.
    private record Vain(ChunkId id, Sight sight) {}

    private final Means means;
    private final Supplier<List<Folder>> folders;
    private final int again;
    private final ContentReader reader;
    private final BufferPool buffers;
    private final Set<Vain> vain = new HashSet<>();
    private final ReentrantLock lock = new ReentrantLock();
    private SoftReference<@Nullable Chart> chart = new SoftReference<>(null);
    private long due;

    /// Where the chunks of a file lie whose list is not here shows when that is made.
    private volatile Chart listed = new Chart(LISTED_MAX);

    /// @param folders reads which folders are linked, each time that is to be found out
    public LinkedFiles(Means means, Supplier<List<Folder>> folders) {
        this(means, folders, AGAIN);
    }

    LinkedFiles(Means means, Supplier<List<Folder>> folders, int again) {
        this.means = means;
        this.folders = folders;
        this.again = again;
        buffers = new BufferPool(BufferPool.room(Relisting.ROOM), means.shelf);
        reader =
                new ContentReader(
                        means.sealer,
                        new Stored(means.store),
                        buffers.beside(ContentReader.LARGEST),
                        ContentReader.Turns.FOR_LISTS);
    }

    @Override
    public boolean read(ChunkId id, ByteBuffer into) throws InterruptedException {
        return isGiven(id, false, into);
    }

    @Override
    public boolean list(ChunkId id, ByteBuffer into) throws InterruptedException {
        return isGiven(id, true, into);
    }

    private boolean isGiven(ChunkId id, boolean isList, ByteBuffer into)
            throws InterruptedException {
        var spot = chart().find(id).or(() -> listed.find(id));
        return spot.filter(each -> each.isList() == isList).isPresent()
                && isGiven(id, spot.get(), into);
    }

    private Chart chart() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long now = System.nanoTime();
            var known = chart.get();
            if (known == null || now - due >= 0) {
                known = Charting.of(folders.get(), means, reader);
                long took = System.nanoTime() - now;
                due = now + again * took;
                chart = new SoftReference<>(known);
                LOG.debug("Where {} chunks lie took {} ms.", known.size(), took / 1_000_000);
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    /// No link is followed on the way, and what is no file is not opened.
    private boolean isGiven(ChunkId id, Chart.Spot spot, ByteBuffer into)
            throws InterruptedException {
        var file = spot.file();
        try (var folder = LinkedFolder.open(file.directory(), FolderSteps.UNTOLD)) {
            var standing = folder.look(file.path()).filter(each -> each.kind() == Found.Kind.FILE);
            if (standing.isEmpty()) {
                return false;
            }
            var attempt = new Vain(id, standing.get().sight());
            if (isVain(attempt)) {
                return false;
            }
            try (var lease = buffers.lease(spot.isList() ? Relisting.ROOM : spot.length());
                    SeekableByteChannel channel =
                            folder.directory(file.path().parent(), false)
                                    .read(file.path().name())) {
                boolean isGiven =
                        spot.isList()
                                ? relisting(file, lease.buffer()).find(id, channel, into)
                                : isCut(id, spot.offset(), channel, lease.buffer(), into);
                if (!isGiven) {
                    note(attempt);
                }
                return isGiven;
            }
        } catch (IOException | NodeException e) {
            if (Thread.interrupted()) {
                throw Problems.interrupted(e);
            }
            LOG.debug("{} in {} gives nothing.", file.path(), file.directory(), e);
            return false;
        }
    }

    private synchronized boolean isVain(Vain attempt) {
        return vain.contains(attempt);
    }

    private synchronized void note(Vain attempt) {
        if (vain.size() >= VAIN_MAX) {
            vain.clear();
        }
        vain.add(attempt);
    }

    private Relisting relisting(Chart.Lying file, ByteBuffer buffer) throws NodeException {
        var volume = Place.volume(file.volume(), means.pool, means.ledger.views().names());
        var chunker = Chunker.of(volume.spec().chunkBytes(), means.sealer.chunkerKey());
        if (listed.isFull()) {
            listed = new Chart(LISTED_MAX);
        }
        var into = listed;
        int number = into.begin(file);
        return new Relisting(
                means.sealer,
                chunker,
                (id, offset, length) -> into.add(number, id, offset, length),
                buffer);
    }

    /// @param plain as long as the chunk
    private boolean isCut(
            ChunkId id, long offset, SeekableByteChannel file, ByteBuffer plain, ByteBuffer into)
            throws IOException {
        file.position(offset);
        while (plain.hasRemaining()) {
            if (file.read(plain) < 0) {
                return false;
            }
        }
        if (into.remaining() < Sealer.roomFor(plain.flip().remaining())) {
            return false;
        }
        var draft = means.sealer.draft(plain, into.slice());
        if (!means.sealer.seal(draft).id().equals(id)) {
            return false;
        }
        into.position(into.position() + draft.buffer().remaining());
        return true;
    }

    /// What is in the store, and nowhere else.
    private record Stored(ChunkStore store) implements ContentReader.ChunkSource {

        @Override
        public boolean isHere(ChunkRef ref) {
            return store.index().contains(ref.id());
        }

        @Override
        public void read(ChunkRef ref, ByteBuffer into) throws NodeException {
            readSound(ref, into);
        }

        @Override
        public void readSound(ChunkRef ref, ByteBuffer into) throws NodeException {
            try {
                if (!store.read(ref.id(), into)) {
                    throw Problems.noSuch("such list of chunks");
                }
            } catch (StoreException e) {
                throw Problems.of(e);
            }
        }
    }
}
