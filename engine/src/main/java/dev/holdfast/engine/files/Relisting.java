package dev.holdfast.engine.files;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.content.Chunker;
import dev.holdfast.engine.core.content.ManifestBuilder;
import dev.holdfast.engine.crypto.Sealer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/// Makes the lists of chunks of a file again, by cutting and sealing all of it as a put does.
/// Serves one thread, once.
final class Relisting {

    /// Twice the longest chunk, so that at most half of a window is moved to its beginning.
    private static final int WINDOW_BYTES = 2 * ChunkRef.LENGTH_MAX;

    /// Bytes of the buffer that it works in.
    static final int ROOM = WINDOW_BYTES + Sealer.ROOM;

    private final Sealer sealer;
    private final Chunker chunker;
    private final Hearer hearer;
    private final ByteBuffer window;
    private final ByteBuffer box;

    /// Is told where each chunk of the file lies.
    @FunctionalInterface
    interface Hearer {
        void lies(ChunkId id, long offset, int length);
    }

    /// @param buffer of [#ROOM] bytes, which begins where its array does
    Relisting(Sealer sealer, Chunker chunker, Hearer hearer, ByteBuffer buffer) {
        this.sealer = sealer;
        this.chunker = chunker;
        this.hearer = hearer;
        window = buffer.slice(0, WINDOW_BYTES);
        box = buffer.slice(WINDOW_BYTES, Sealer.ROOM);
    }

    /// Puts the sealed bytes of a list into `into` if it is one of this file.
    ///
    /// @return whether it is
    @SuppressWarnings("ByteBufferBackingArray") // the window begins where its array begins
    boolean find(ChunkId wanted, ReadableByteChannel file, ByteBuffer into)
            throws IOException, InterruptedException {
        int before = into.position();
        var manifest =
                new ManifestBuilder<RuntimeException>(
                        chunker.group(), node -> list(ByteBuffer.wrap(node), wanted, into));
        long offset = 0;
        boolean isEnded = false;
        while (!isEnded) {
            isEnded = fill(file);
            int from = 0;
            while (from < window.position()
                    && (isEnded || window.position() - from >= chunker.lengthMax())) {
                int to = chunker.cut(offset, window.array(), from, window.position(), isEnded);
                var draft = sealer.draft(window.duplicate().limit(to).position(from), box.clear());
                var ref = sealer.seal(draft);
                manifest.add(ref, draft.leaf());
                hearer.lies(ref.id(), offset, to - from);
                offset += to - from;
                from = to;
            }
            window.limit(window.position()).position(from).compact();
        }
        manifest.finish();
        return into.position() > before;
    }

    private boolean fill(ReadableByteChannel file) throws IOException, InterruptedException {
        while (window.hasRemaining()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (file.read(window) < 0) {
                return true;
            }
        }
        return false;
    }

    private ChunkRef list(ByteBuffer node, ChunkId wanted, ByteBuffer into) {
        var draft = sealer.draft(node, box.clear());
        var ref = sealer.seal(draft);
        if (ref.id().equals(wanted) && draft.buffer().remaining() <= into.remaining()) {
            into.put(draft.buffer());
        }
        return ref;
    }
}
