package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.catalog.NamesView;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.content.ManifestCursor;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.tree.Shown;
import dev.holdfast.engine.crypto.Sealer;
import dev.holdfast.engine.crypto.TamperedException;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Counts the files that are shown in all volumes, and finds those of which nobody that can be
/// asked has every chunk. Memory does not grow with the volumes. Good for one time.
public final class Inventory {

    /// Who can be asked.
    public interface Holdings {

        /// Those of these that somebody has; [#ASKED_MAX] are asked about at the most.
        Set<ChunkId> held(List<ChunkId> ids) throws NodeException, InterruptedException;

        /// Fills `into` with the sealed bytes of a chunk.
        ///
        /// @return false when nobody gives it
        boolean read(ChunkId id, ByteBuffer into) throws NodeException, InterruptedException;
    }

    /// A file and what it lacks.
    ///
    /// @param chunks it has; 0 when not even their list can be read
    public record Lack(String path, long chunks, long lacking) {}

    /// Chunks that are asked about at once.
    public static final int ASKED_MAX = 1024;

    private final NamesView names;
    private final Sealer sealer;
    private final Holdings holdings;
    private final Consumer<Lack> lacks;
    private final List<ChunkId> asking = new ArrayList<>();
    private final List<Sought> askingFor = new ArrayList<>();
    private final List<Sought> open = new ArrayList<>();
    private long files;
    private long bytes;

    /// @param lacks is told of each file that lacks something, in order of their paths
    public Inventory(NamesView names, Sealer sealer, Holdings holdings, Consumer<Lack> lacks) {
        this.names = names;
        this.sealer = sealer;
        this.holdings = holdings;
        this.lacks = lacks;
    }

    public long files() {
        return files;
    }

    /// Of the plain contents.
    public long bytes() {
        return bytes;
    }

    /// Looks at every volume that the `system` volume lists.
    public void take(VolumeId system) throws NodeException, InterruptedException {
        var walk = new TreeWalk(names);
        walk.<InterruptedException>in(
                system,
                EntryPath.ROOT,
                volume -> {
                    if (kind(volume) instanceof Entry.Volume) {
                        take(walk, volume);
                    }
                });
        ask();
    }

    private void take(TreeWalk walk, Shown volume) throws NodeException, InterruptedException {
        var id = new VolumeId(volume.version().orElseThrow().entry().node());
        walk.<InterruptedException>below(
                id,
                EntryPath.ROOT,
                shown -> {
                    if (kind(shown) instanceof Entry.File file) {
                        files++;
                        bytes += file.content().length();
                        var path = volume.path().text() + ":/" + shown.path().text();
                        look(new Sought(path), file.content());
                    }
                });
    }

    private static Entry.@Nullable Kind kind(Shown shown) {
        return shown.version().map(version -> version.entry().kind()).orElse(null);
    }

    private void look(Sought file, Content content) throws NodeException, InterruptedException {
        open.add(file);
        try {
            var cursor = new ManifestCursor<UnreadException>(content, this::list);
            for (var item = cursor.next(); item != null; item = cursor.next()) {
                if (item.isChunk()) {
                    file.chunks++;
                }
                seek(file, item.ref().id());
            }
        } catch (MalformedException e) {
            file.isUnread = true;
        } catch (UnreadException e) {
            e.stopped();
            file.isUnread = true;
        }
        file.isWhole = true;
        if (open.size() >= ASKED_MAX) {
            ask();
        }
    }

    private void seek(Sought file, ChunkId id) throws NodeException, InterruptedException {
        asking.add(id);
        askingFor.add(file);
        if (asking.size() == ASKED_MAX) {
            ask();
        }
    }

    private void ask() throws NodeException, InterruptedException {
        if (!asking.isEmpty()) {
            var held = holdings.held(asking.stream().distinct().toList());
            for (int i = 0; i < asking.size(); i++) {
                if (!held.contains(asking.get(i))) {
                    askingFor.get(i).lacking++;
                }
            }
            asking.clear();
            askingFor.clear();
        }
        while (!open.isEmpty() && open.getFirst().isWhole) {
            tell(open.removeFirst());
        }
    }

    private void tell(Sought file) {
        if (file.isUnread) {
            lacks.accept(new Lack(file.path, 0, 0));
        } else if (file.lacking > 0) {
            lacks.accept(new Lack(file.path, file.chunks, file.lacking));
        }
    }

    private byte[] list(ChunkRef ref) throws UnreadException {
        var sealed = ByteBuffer.allocate(ChunkRef.SEALED_MAX);
        var plain = ByteBuffer.allocate(Sealer.roomFor(ref.length()));
        try {
            if (!holdings.read(ref.id(), sealed)) {
                throw new UnreadException(null);
            }
            sealer.open(ref, sealed.flip(), plain);
        } catch (NodeException | InterruptedException | TamperedException e) {
            throw new UnreadException(e);
        }
        var bytes = new byte[plain.remaining()];
        plain.get(bytes);
        return bytes;
    }

    /// One file on its way.
    private static final class Sought {
        final String path;
        long chunks;
        long lacking;
        boolean isUnread;
        boolean isWhole;

        Sought(String path) {
            this.path = path;
        }
    }

    /// A list of chunks cannot be read: nobody has it, or this command stops.
    private static final class UnreadException extends Exception {

        private static final long serialVersionUID = 1;

        UnreadException(@Nullable Exception why) {
            super(why);
        }

        void stopped() throws NodeException, InterruptedException {
            switch (getCause()) {
                case InterruptedException stop -> throw stop;
                case NodeException stop -> throw stop;
                case null, default -> {}
            }
        }
    }
}
