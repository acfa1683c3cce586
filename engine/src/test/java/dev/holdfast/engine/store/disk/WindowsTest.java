package dev.holdfast.engine.store.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.disk.BlockFile;
import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.disk.memory.MemoryDisk;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

/// Packs of half a mebibyte, each of whose blocks is full of its own number.
@Timeout(60)
class WindowsTest {

    private static final int BLOCKS = 128;
    private static final int BYTES = BLOCKS * Disk.BLOCK;

    private final MemoryDisk disk = new MemoryDisk();
    private final Windows windows = new Windows();
    private final Pack pack;

    WindowsTest() throws IOException {
        pack = new Pack("first", 1);
    }

    @BeforeEach
    void nothing_was_read() {
        assertThat(pack.reads).hasValue(0);
    }

    /// Counts what is read, and reads when it may.
    private final class Pack implements BlockFile {

        final AtomicInteger reads = new AtomicInteger();
        volatile CountDownLatch open = new CountDownLatch(0);
        volatile boolean isBad;
        private final BlockFile file;

        Pack(String name, int first) throws IOException {
            file = disk.create(name);
            var blocks = ByteBuffer.allocate(BYTES);
            for (int i = 0; i < BYTES; i++) {
                blocks.put((byte) (first + i / Disk.BLOCK));
            }
            file.write(blocks.flip(), 0).join();
        }

        @Override
        public int read(ByteBuffer into, long offset) throws IOException {
            reads.incrementAndGet();
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            if (isBad) {
                throw new IOException("a bad sector");
            }
            return file.read(into, offset);
        }

        @Override
        public CompletableFuture<Void> write(ByteBuffer blocks, long offset) {
            return file.write(blocks, offset);
        }

        @Override
        public void force() throws IOException {
            file.force();
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }

        ChunkReader.Span chunk(int block) {
            return new ChunkReader.Span(this, 0, (long) block * Disk.BLOCK, Disk.BLOCK, BYTES);
        }
    }

    private byte read(ChunkReader.Span span) throws IOException {
        var window = windows.take(span, span.offset());
        try {
            var bytes = window.from(span.offset(), span.offset() + span.length());
            assertThat(bytes.remaining()).isEqualTo(span.length());
            return bytes.get(0);
        } finally {
            windows.give(window);
        }
    }

    @Test
    void chunks_that_lie_side_by_side_are_read_at_once() throws Exception {
        for (int block = 0; block < 32; block++) {
            assertThat(read(pack.chunk(block))).isEqualTo((byte) (1 + block));
        }
        assertThat(pack.reads).hasValue(1);
    }

    @Test
    void a_window_serves_many_at_once() throws Exception {
        var some = windows.take(pack.chunk(3), pack.chunk(3).offset());
        assertThat(read(pack.chunk(4))).isEqualTo((byte) 5);
        windows.give(some);
        assertThat(pack.reads).hasValue(1);
    }

    @Test
    void who_wants_what_is_just_being_read_waits_for_it() throws Exception {
        pack.open = new CountDownLatch(1);
        var readers = new ArrayList<FutureTask<Byte>>();
        for (int block = 1; block < 9; block++) {
            var span = pack.chunk(block);
            var reader = new FutureTask<>(() -> read(span));
            readers.add(reader);
            var thread = Thread.ofPlatform().start(reader);
            while (thread.isAlive() && thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
        pack.open.countDown();
        for (int i = 0; i < readers.size(); i++) {
            assertThat(readers.get(i).get()).isEqualTo((byte) (2 + i));
        }
        assertThat(pack.reads).hasValue(1);
    }

    @Test
    void what_was_used_last_stays() throws Exception {
        for (int again = 0; again < 4; again++) {
            for (int block : new int[] {0, 32, 64, 96}) {
                assertThat(read(pack.chunk(block))).isEqualTo((byte) (1 + block));
            }
        }
        assertThat(pack.reads).hasValue(4);
        var other = new Pack("other", 50);
        assertThat(read(other.chunk(0))).isEqualTo((byte) 50);
        assertThat(read(pack.chunk(96))).isEqualTo((byte) 97);
        assertThat(pack.reads).hasValue(4);
        assertThat(read(pack.chunk(0))).isEqualTo((byte) 1);
        assertThat(pack.reads).hasValue(5);
    }

    /// Packs that are just being opened have no number yet.
    @Test
    void what_lies_at_one_place_of_two_packs_is_not_mixed_up() throws Exception {
        var other = new Pack("other", 50);
        assertThat(read(pack.chunk(7))).isEqualTo((byte) 8);
        assertThat(read(other.chunk(7))).isEqualTo((byte) 57);
    }

    @Test
    void what_could_not_be_read_is_read_again_by_the_next_one() throws Exception {
        pack.isBad = true;
        for (int again = 0; again < 6; again++) {
            assertThatThrownBy(() -> read(pack.chunk(7))).isInstanceOf(IOException.class);
        }
        pack.isBad = false;
        assertThat(read(pack.chunk(7))).isEqualTo((byte) 8);
    }

    /// A chunk that was moved meanwhile is read once more into the same place.
    @Test
    void what_cannot_be_read_to_its_end_has_moved_nothing() throws Exception {
        var reader = new ChunkReader();
        assertThat(reader.readUnchecked(pack.chunk(0), ByteBuffer.allocate(Disk.BLOCK))).isTrue();
        int length = 32 * Disk.BLOCK;
        var span = new ChunkReader.Span(pack, 0, 16L * Disk.BLOCK, length, BYTES);
        var into = ByteBuffer.allocate(length + 5).position(5);
        pack.isBad = true;

        assertThatThrownBy(() -> reader.readUnchecked(span, into)).isInstanceOf(IOException.class);
        assertThat(into.position()).isEqualTo(5);

        pack.isBad = false;
        assertThat(reader.readUnchecked(span, into)).isTrue();
        assertThat(into.get(5)).isEqualTo((byte) 17);
        assertThat(into.get(into.capacity() - 1)).isEqualTo((byte) 48);
    }

    @Test
    void nothing_is_held_that_was_dropped() throws Exception {
        assertThat(read(pack.chunk(7))).isEqualTo((byte) 8);
        windows.dropIdle();
        assertThat(read(pack.chunk(7))).isEqualTo((byte) 8);
        assertThat(pack.reads).hasValue(2);
    }
}
