package dev.holdfast.engine.disk.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.disk.BlockWriter;
import dev.holdfast.engine.disk.BufferPool;
import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.disk.DiskContract;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Random;

class MemoryDiskTest extends DiskContract {

    @Override
    protected Disk emptyDisk() {
        return new MemoryDisk();
    }

    @Test
    void refuses_to_write_a_forced_block_again() throws Exception {
        var file = new MemoryDisk().create("a");
        var block = BufferPool.aligned(Disk.BLOCK);
        BlockWriter.await(file.write(block, 0));
        BlockWriter.await(file.write(block, 0));
        file.force();
        assertThatThrownBy(() -> BlockWriter.await(file.write(block, 0)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("rewrites a forced block");
    }

    @Test
    void a_power_cut_keeps_what_was_forced_and_any_part_of_the_rest() throws Exception {
        int lost = 0;
        for (int seed = 0; seed < 50; seed++) {
            var disk = new MemoryDisk();
            var file = disk.create("a");
            disk.sync();
            BlockWriter.await(file.write(BufferPool.aligned(Disk.BLOCK).put(0, (byte) 1), 0));
            file.force();
            var more = BufferPool.aligned(Disk.BLOCK).put(0, (byte) 2);
            BlockWriter.await(file.write(more, Disk.BLOCK));
            var found = disk.afterPowerCut(new Random(seed)).open("a");
            var into = BufferPool.aligned(2 * Disk.BLOCK);
            lost += found.read(into, 0) == Disk.BLOCK ? 1 : 0;
            assertThat(into.get(0)).isEqualTo((byte) 1);
        }
        assertThat(lost).isBetween(5, 45);
    }
}
