package dev.holdfast.engine.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.disk.memory.MemoryDisk;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;

class BlockWriterTest {

    private final MemoryDisk disk = new MemoryDisk();
    private final BlockFile file;
    private final BlockWriter writer;

    BlockWriterTest() throws IOException {
        file = disk.create("pack");
        writer = new BlockWriter(file, 0, 2, Disk.BLOCK);
    }

    private static ByteBuffer bytes(int count, int value) {
        var bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            bytes.put((byte) value);
        }
        return bytes.flip();
    }

    @Test
    void buffers_may_go_at_any_time_and_nothing_is_lost() throws IOException {
        writer.dropIdle();
        writer.put(bytes(Disk.BLOCK + 7, 1));
        writer.dropIdle();
        writer.put(bytes(9, 2));
        writer.cut();
        writer.dropIdle();
        writer.put(bytes(5, 3));
        writer.cut();
        BlockWriter.await(writer.sent());

        var read = BufferPool.aligned(3 * Disk.BLOCK);
        file.read(read, 0);
        assertThat(read.get(Disk.BLOCK + 6)).isEqualTo((byte) 1);
        assertThat(read.get(Disk.BLOCK + 15)).isEqualTo((byte) 2);
        assertThat(read.get(Disk.BLOCK + 16)).isZero();
        assertThat(read.get(2 * Disk.BLOCK + 4)).isEqualTo((byte) 3);
    }

    /// Else a sync would say that it is durable.
    @Test
    void a_write_that_failed_is_told_of_though_buffers_went() throws IOException {
        writer.put(bytes(7, 1));
        disk.failAfter(0);
        writer.cut();
        writer.dropIdle();
        assertThatThrownBy(() -> BlockWriter.await(writer.sent())).isInstanceOf(IOException.class);
    }
}
