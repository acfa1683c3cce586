package dev.holdfast.engine.store.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.disk.real.RealDisk;
import dev.holdfast.engine.store.ChunkStore;
import dev.holdfast.engine.store.ChunkStoreContract;
import dev.holdfast.engine.store.TestChunk;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class RealDiskChunkStoreTest extends ChunkStoreContract {

    @TempDir private Path directory;

    private final List<DiskChunkStore> opened = new ArrayList<>();

    @Override
    protected ChunkStore emptyStore() throws Exception {
        return open(directory);
    }

    private DiskChunkStore open(Path at) throws Exception {
        var disk = RealDisk.at(at);
        opened.add(DiskChunkStore.open(disk, disk, 16 << 20));
        return opened.getLast();
    }

    @AfterEach
    void closeAll() throws Exception {
        for (var store : opened) {
            store.close();
        }
    }

    @Test
    void a_copy_of_the_directory_made_midway_has_all_that_was_synced() throws Exception {
        var store = open(directory.resolve("packs"));
        var synced = new ArrayList<TestChunk>();
        for (int round = 0; round < 5; round++) {
            for (int seed = 0; seed < 10; seed++) {
                synced.add(TestChunk.seeded(round * 10 + seed, 700_000));
                synced.getLast().appendTo(store);
            }
            store.sync();
            TestChunk.seeded(1000 + round, 3_000_000).appendTo(store);
            var copy = open(copied("copy" + round));
            for (var chunk : synced) {
                assertThat(chunk.readFrom(copy)).isEqualTo(chunk.sealed());
            }
        }
    }

    private Path copied(String name) throws Exception {
        var to = Files.createDirectory(directory.resolve(name));
        try (var files = Files.list(directory.resolve("packs"))) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }
}
