package dev.holdfast.engine.store.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.holdfast.engine.core.canonical.Mutants;
import dev.holdfast.engine.disk.MutantDisk;
import dev.holdfast.engine.disk.memory.MemoryDisk;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.store.TestChunk;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// Whatever a pack or its index says: the store opens and gives back chunks as they were stored, or
/// says what it does not have, or that it cannot be read.
class PackMutantsTest {

    private static final long PACK_BYTES = 1 << 20;
    private static final int COUNT = 600;

    private final List<TestChunk> chunks =
            IntStream.range(0, 5).mapToObj(seed -> TestChunk.seeded(seed, 3_000)).toList();

    private MemoryDisk written() throws Exception {
        var disk = new MemoryDisk();
        try (var store = DiskChunkStore.open(disk, disk, PACK_BYTES)) {
            for (var chunk : chunks) {
                chunk.appendTo(store);
            }
            store.sync();
        }
        return disk;
    }

    private void givesBackNothingElse(MemoryDisk disk) throws IOException {
        try (var store = DiskChunkStore.open(disk, disk, PACK_BYTES)) {
            for (var chunk : chunks) {
                var into = ByteBuffer.allocate(chunk.sealed().length);
                try {
                    if (store.read(chunk.id(), into)) {
                        assertThat(into.array()).isEqualTo(chunk.sealed());
                    }
                } catch (StoreException e) {
                    assertThat(e).hasMessageContaining("damaged");
                }
            }
        } catch (StoreException e) {
            assertThat(e).as("it says what is wrong").hasMessageContaining("pack");
        }
    }

    @Test
    void every_file_of_a_store_is_read_or_refused() throws Exception {
        var disk = written();
        assertThat(disk.names()).contains(PackFormat.packName(1));
        var random = new Random(13);
        for (var name : disk.names()) {
            var sample = List.of(MutantDisk.bytes(disk, name));
            for (int i = 0; i < COUNT; i++) {
                var mutant = MutantDisk.with(disk, name, Mutants.mutant(sample, random));
                assertThatCode(() -> givesBackNothingElse(mutant))
                        .as("%s, seed 13, mutant %d", name, i)
                        .doesNotThrowAnyException();
            }
        }
    }
}
