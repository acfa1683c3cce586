package dev.holdfast.engine.disk.real;

import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.disk.DiskContract;

import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

class RealDiskTest extends DiskContract {

    @TempDir private Path directory;

    @Override
    protected Disk emptyDisk() throws IOException {
        return RealDisk.at(directory.resolve("below/it"));
    }
}
