package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.disk.BlockFile;
import dev.holdfast.engine.disk.BlockWriter;
import dev.holdfast.engine.disk.BufferPool;
import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.disk.memory.MemoryDisk;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(60)
class PatienceTest {

    private static final int BYTES = 4 * Disk.BLOCK;

    private final MemoryDisk disk = new MemoryDisk(2 * Disk.BLOCK);
    private final AtomicInteger tries = new AtomicInteger();
    private final Patience patience = new Patience(disk, this::rest);

    private void rest() {
        if (tries.incrementAndGet() == 3) {
            disk.resize(1L << 40);
        }
    }

    private static ByteBuffer blocks() {
        var blocks = BufferPool.aligned(BYTES);
        while (blocks.hasRemaining()) {
            blocks.put((byte) blocks.position());
        }
        return blocks.flip();
    }

    private BlockFile file() throws IOException {
        return patience.over(disk, name -> name.equals("records")).create("records");
    }

    @Test
    void a_write_without_room_is_done_again_when_there_is_some() throws Exception {
        patience.begin();
        var file = file();
        BlockWriter.await(file.write(blocks(), 0));
        assertThat(tries).hasValue(3);
        var read = BufferPool.aligned(BYTES);
        assertThat(file.read(read, 0)).isEqualTo(BYTES);
        assertThat(read.flip()).isEqualTo(blocks());
        assertThat(patience.isWaiting()).isFalse();
    }

    @Test
    void a_disk_that_is_full_is_seen_before_anything_waits_for_it() {
        assertThat(patience.isFull()).as("nothing waits yet").isFalse();
        patience.begin();
        assertThat(patience.isFull()).isTrue();
        disk.resize(1L << 40);
        assertThat(patience.isFull()).isFalse();
        assertThat(tries).as("nothing has waited").hasValue(0);
    }

    @Test
    void a_start_does_not_wait() throws Exception {
        var file = file();
        assertThatThrownBy(() -> BlockWriter.await(file.write(blocks(), 0)))
                .isInstanceOf(IOException.class);
        assertThat(tries).hasValue(0);
    }

    @Test
    void what_only_spares_room_does_not_wait() throws Exception {
        patience.begin();
        var other = patience.over(disk, name -> name.equals("records")).create("snapshot");
        assertThatThrownBy(() -> BlockWriter.await(other.write(blocks(), 0)))
                .isInstanceOf(IOException.class);
        assertThat(tries).hasValue(0);
    }

    @Test
    void a_write_that_fails_though_there_is_room_is_not_tried_again() throws Exception {
        disk.resize(1L << 40);
        patience.begin();
        var file = file();
        disk.failAfter(0);
        assertThatThrownBy(() -> BlockWriter.await(file.write(blocks(), 0)))
                .hasMessageContaining("the disk is gone");
        assertThat(tries).hasValue(0);
    }

    @Test
    void an_fsync_that_fails_is_never_tried_again() throws Exception {
        patience.begin();
        var file = file();
        disk.failForces();
        assertThatThrownBy(file::force).isInstanceOf(IOException.class);
        assertThat(disk.forces()).isOne();
        assertThat(tries).hasValue(0);
    }

    @Test
    void at_the_end_what_waits_fails() throws Exception {
        var ending = new Patience(disk, () -> {});
        ending.begin();
        var file = ending.over(disk, _ -> true).create("records");
        var write = file.write(blocks(), 0);
        while (!ending.isWaiting()) {
            Thread.onSpinWait();
        }
        ending.end();
        assertThatThrownBy(() -> BlockWriter.await(write)).isInstanceOf(IOException.class);
    }

    @Test
    void an_interrupt_ends_no_wait_and_is_not_forgotten() throws Exception {
        var interrupted = new AtomicInteger();
        var stubborn =
                new Patience(
                        disk,
                        () -> {
                            rest();
                            interrupted.incrementAndGet();
                            throw new InterruptedException();
                        });
        stubborn.begin();
        BlockWriter.await(stubborn.over(disk, _ -> true).create("records").write(blocks(), 0));
        assertThat(interrupted).hasValue(3);
    }
}
