package dev.holdfast.engine.store.disk;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.disk.BlockFile;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Reads chunks through a few buffers and hashes each piece while it is in the cache of the
/// processor. The page cache is passed by, so a little more than a small chunk is read and kept:
/// chunks that were stored one after the other are mostly asked for so.
final class ChunkReader {

    private final Windows windows = new Windows();

    /// Sealed bytes in a pack: `length` of them from `offset` on. What lies before `settled` in the
    /// file never changes any more.
    record Span(BlockFile file, int slot, long offset, int length, long settled) {}

    /// Puts the chunk into `into`.
    ///
    /// @return whether the bytes are what `id` names; if not, the position of `into` has not moved
    boolean read(Span span, ChunkId id, ByteBuffer into) throws IOException {
        checkRoom(span, into);
        int from = into.position();
        var target = into.slice(from, span.length);
        var sha = new Sha256();
        boolean whole =
                pieces(
                        span,
                        piece -> {
                            var copy = target.slice(target.position(), piece.remaining());
                            target.put(piece);
                            sha.update(copy);
                        });
        boolean sound = whole && sha.finish().equals(id.hash());
        into.position(sound ? from + span.length : from);
        return sound;
    }

    /// Puts the chunk into `into`, whatever its bytes are.
    ///
    /// @return whether they could be read; if not, the position of `into` has not moved, nor when
    ///   this throws: the chunk may be read again where it lies then
    boolean readUnchecked(Span span, ByteBuffer into) throws IOException {
        checkRoom(span, into);
        int from = into.position();
        var target = into.slice(from, span.length);
        boolean whole = pieces(span, target::put);
        into.position(whole ? from + span.length : from);
        return whole;
    }

    /// Keeps no memory for what is read next.
    void dropIdle() {
        windows.dropIdle();
    }

    private static void checkRoom(Span span, ByteBuffer into) {
        if (into.remaining() < span.length) {
            throw new IllegalArgumentException(
                    span.length + " bytes do not fit in " + into.remaining());
        }
    }

    /// Whether the bytes are what `id` names.
    boolean isSound(Span span, ChunkId id) throws IOException {
        var sha = new Sha256();
        return pieces(span, sha::update) && sha.finish().equals(id.hash());
    }

    @FunctionalInterface
    private interface Sink {
        void take(ByteBuffer piece);
    }

    private boolean pieces(Span span, Sink sink) throws IOException {
        long at = span.offset;
        long end = span.offset + span.length;
        while (at < end) {
            var window = windows.take(span, at);
            try {
                var piece = window.from(at, end);
                if (!piece.hasRemaining()) {
                    return false;
                }
                at += piece.remaining();
                sink.take(piece);
            } finally {
                windows.give(window);
            }
        }
        return true;
    }
}
