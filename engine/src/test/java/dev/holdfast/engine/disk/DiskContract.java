package dev.holdfast.engine.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;

/// What every `Disk` promises.
public abstract class DiskContract {

    protected abstract Disk emptyDisk() throws Exception;

    @Test
    void gives_back_the_blocks_that_were_written() throws Exception {
        var disk = emptyDisk();
        try (var file = disk.create("a")) {
            BlockWriter.await(file.write(BufferPool.aligned(4 * Disk.BLOCK).put(9, (byte) 7), 0));
            file.force();
            disk.sync();
        }
        try (var file = disk.open("a")) {
            assertThat(file.size()).isEqualTo(4 * Disk.BLOCK);
            var into = BufferPool.aligned(8 * Disk.BLOCK);
            assertThat(file.read(into, 0)).isEqualTo(4 * Disk.BLOCK);
            assertThat(into.get(9)).isEqualTo((byte) 7);
            assertThat(file.read(into.clear(), 4 * Disk.BLOCK)).isZero();
        }
    }

    @Test
    void never_creates_over_a_file_that_is_there() throws Exception {
        var disk = emptyDisk();
        disk.create("a").close();
        assertThatThrownBy(() -> disk.create("a")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> disk.open("b")).isInstanceOf(IOException.class);
    }

    @Test
    void knows_its_files_by_name() throws Exception {
        var disk = emptyDisk();
        disk.create("b").close();
        disk.create("a").close();
        assertThat(disk.names()).containsExactly("a", "b");
        disk.delete("a");
        disk.delete("a");
        assertThat(disk.names()).containsExactly("b");
    }

    @Test
    void an_interrupt_neither_breaks_an_operation_nor_closes_the_file() throws Exception {
        var disk = emptyDisk();
        try (var file = disk.create("a")) {
            Thread.currentThread().interrupt();
            BlockWriter.await(file.write(BufferPool.aligned(Disk.BLOCK), 0));
            file.force();
            assertThat(file.read(BufferPool.aligned(Disk.BLOCK), 0)).isEqualTo(Disk.BLOCK);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(file.size()).isEqualTo(Disk.BLOCK);
        }
    }

    @Test
    void an_interrupt_breaks_no_change_of_names() throws Exception {
        var disk = emptyDisk();
        Thread.currentThread().interrupt();
        try (var file = disk.create("a")) {
            disk.sync();
            disk.create("b").close();
            disk.delete("b");
            disk.sync();
            assertThat(disk.names()).containsExactly("a");
            BlockWriter.await(file.write(BufferPool.aligned(Disk.BLOCK), 0));
            disk.open("a").close();
            assertThat(Thread.interrupted()).isTrue();
        } finally {
            boolean _ = Thread.interrupted();
        }
    }
}
