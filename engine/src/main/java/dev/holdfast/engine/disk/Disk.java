package dev.holdfast.engine.disk;

import java.io.IOException;
import java.util.List;

/// One directory of files that are written in whole blocks and never in place. Safe for many
/// threads. Every implementation passes `DiskContract`.
public interface Disk {

    /// The unit of writing, in bytes. Buffers, offsets and lengths of writes and reads are
    /// multiples of it, and buffers lie in memory at a multiple of it, so that caches can be passed
    /// by.
    int BLOCK = 4096;

    /// A new empty file, open for writing and reading. Its name is durable after [#sync].
    ///
    /// @throws IOException also when the name is taken
    BlockFile create(String name) throws IOException;

    /// Opens a file that is there, for writing and reading.
    ///
    /// @throws IOException also when it is not there
    BlockFile open(String name) throws IOException;

    /// The names of all files, in order.
    List<String> names() throws IOException;

    /// Deletes a file; deleting what is not there is harmless. Durable after [#sync].
    void delete(String name) throws IOException;

    /// Returns once every created and deleted name would survive a power cut.
    void sync() throws IOException;
}
