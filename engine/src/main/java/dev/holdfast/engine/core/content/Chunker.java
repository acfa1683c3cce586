package dev.holdfast.engine.core.content;

import dev.holdfast.engine.core.hash.Hash;

/// Says where content is cut. Pure: the same bytes are cut at the same places on every device that
/// has the same key. Safe for many threads.
public interface Chunker {

    /// Where the chunk that begins at `buffer[from]` ends.
    ///
    /// @param offset where in the whole content `buffer[from]` stands
    /// @param to behind the last byte at hand: at least [#lengthMax] bytes behind `from`, unless
    ///   `last`
    /// @param last true when the content ends at `to`
    /// @return an index in `from + 1 .. to`
    int cut(long offset, byte[] buffer, int from, int to, boolean last);

    /// The most bytes of one chunk: what must be at hand to decide.
    int lengthMax();

    /// Bytes of a fixed chunk that is kept as a group of parts; 0 where every chunk stands alone.
    long group();

    /// What cuts the files of a volume.
    ///
    /// @param chunkBytes the length of every chunk, or 0 where the content decides
    /// @param key the key of the pool's chunker
    static Chunker of(long chunkBytes, Hash key) {
        return chunkBytes == 0 ? new FastCdc(key) : new FixedCuts(chunkBytes);
    }
}
