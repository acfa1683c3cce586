package dev.holdfast.engine.disk.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.disk.DiskContract;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

class CachedRealDiskTest extends DiskContract {

    @TempDir private Path directory;

    @Override
    protected Disk emptyDisk() throws IOException {
        return RealDisk.cachedAt(directory);
    }

    @Test
    void leaves_no_trace_of_finding_out_whether_the_cache_can_be_passed_by() throws Exception {
        assertThat(RealDisk.cachedAt(directory).isDirect()).isFalse();
        assertThat(directory).isEmptyDirectory();
    }
}
