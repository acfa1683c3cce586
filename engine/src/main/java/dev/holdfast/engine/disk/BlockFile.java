package dev.holdfast.engine.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/// An open file of whole blocks. Safe for many threads, and an interrupt of a waiting thread
/// neither ends an operation early nor closes the file.
public interface BlockFile extends AutoCloseable {

    /// Starts to write what remains in `blocks` at `offset` and returns. The buffer must rest until
    /// the result is there; its position does not move. A failure is an `IOException` in the
    /// result.
    CompletableFuture<Void> write(ByteBuffer blocks, long offset);

    /// Reads from `offset` until `into` is full or the file ends, and moves the position of `into`.
    ///
    /// @return how many bytes were read
    int read(ByteBuffer into, long offset) throws IOException;

    /// Returns once every write that was complete before the call would survive a power cut.
    void force() throws IOException;

    /// The length in bytes; after a crash it may be no multiple of a block.
    long size() throws IOException;

    @Override
    void close() throws IOException;
}
