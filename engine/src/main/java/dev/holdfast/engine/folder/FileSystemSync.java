package dev.holdfast.engine.folder;

import java.io.IOException;

/// Makes all that was written to one file system durable at once: for thousands of small files far
/// cheaper than one by one. What others have written there is made durable too, and waited for.
public interface FileSystemSync extends AutoCloseable {

    /// On return all that was written before is durable.
    ///
    /// @throws IOException when something that was written since this was opened could not be;
    ///   what, is not known
    void sync() throws IOException;

    @Override
    void close();

    /// What a sync does.
    @FunctionalInterface
    interface Sync {
        void run() throws IOException;
    }

    /// The same file system, whose sync does this; closed as this is.
    default FileSystemSync syncing(Sync sync) {
        var closed = this;
        return new FileSystemSync() {
            @Override
            public void sync() throws IOException {
                sync.run();
            }

            @Override
            public void close() {
                closed.close();
            }
        };
    }
}
