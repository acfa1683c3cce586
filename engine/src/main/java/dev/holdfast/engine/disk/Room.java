package dev.holdfast.engine.disk;

import java.io.IOException;

/// How much room the file system below a disk has.
public interface Room {

    /// Bytes that this process may still write.
    long usable() throws IOException;

    /// Bytes in all.
    long total() throws IOException;
}
