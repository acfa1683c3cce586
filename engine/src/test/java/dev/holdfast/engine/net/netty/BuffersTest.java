package dev.holdfast.engine.net.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BuffersTest {

    private final PooledByteBufAllocator pool = Buffers.make(1);
    private ByteBuf kept = Unpooled.EMPTY_BUFFER;

    @AfterEach
    void all_goes_back() {
        kept.release();
    }

    /// Takes what a socket gave: so many bytes, the first of them `first`, in a buffer for more.
    private void read(int first, int count) {
        var read = pool.directBuffer(Buffers.READ_FIRST).writeByte(first).writeZero(count - 1);
        kept = Buffers.RECORDS.cumulate(pool, kept, read);
    }

    @Test
    void somebody_who_sends_byte_by_byte_has_no_buffer_kept_for_each() {
        for (int i = 0; i < 1_000; i++) {
            read(i % 128, 1);
        }
        assertThat(kept.readableBytes()).isEqualTo(1_000);
        for (int i = 0; i < 1_000; i++) {
            assertThat(kept.readByte()).isEqualTo((byte) (i % 128));
        }
        assertThat(pool.metric().usedDirectMemory()).isLessThanOrEqualTo(4 << 20);
    }

    @Test
    void what_comes_in_large_pieces_is_not_copied() {
        read(1, 40_000);
        read(2, 40_000);
        assertThat(kept).isInstanceOf(CompositeByteBuf.class);
        assertThat(kept.readableBytes()).isEqualTo(80_000);
        assertThat(kept.getByte(40_000)).isEqualTo((byte) 2);
    }

    @Test
    void small_pieces_come_behind_large_ones_in_their_order() {
        read(1, 40_000);
        read(2, 40_000);
        read(3, 7);
        read(4, 7);
        assertThat(kept.readableBytes()).isEqualTo(80_014);
        assertThat(kept.getByte(40_000)).isEqualTo((byte) 2);
        assertThat(kept.getByte(80_000)).isEqualTo((byte) 3);
        assertThat(kept.getByte(80_007)).isEqualTo((byte) 4);
    }
}
