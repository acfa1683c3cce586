package dev.holdfast.engine.net.netty;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.ByteToMessageDecoder.Cumulator;
import io.netty.util.ResourceLeakDetector;

/// The pool that sockets and TLS take their buffers from, and how much is read into one.
final class Buffers {

    // Netty follows one buffer of 128 through all that is done with it, to tell of those that were
    // lost. Whoever looks for some sets its own property.
    static {
        if (System.getProperty("io.netty.leakDetection.level") == null) {
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        }
    }

    private static final int PAGE_BYTES = 8 << 10;

    /// Arenas grow by 2^7 pages, 1 MiB, so an idle device holds little.
    private static final int CHUNK_ORDER = 7;

    /// Buffers of a size that an event loop keeps at hand.
    private static final int SMALL_CACHED = 64;

    private static final int NORMAL_CACHED = 16;

    /// What is read from a socket at a time: at first, and at least and most of somebody who sends
    /// little or much. Bytes.
    static final int READ_FIRST = 64 << 10;

    private static final int READ_MIN = 16 << 10;
    private static final int READ_MAX = 256 << 10;

    /// The longest record of TLS. Bytes.
    private static final int RECORD = 16 << 10;

    /// How much to read from each socket.
    static final RecvByteBufAllocator READS =
            new AdaptiveRecvByteBufAllocator(READ_MIN, READ_FIRST, READ_MAX);

    /// Keeps what was read until a record is whole. Large pieces are not copied. Small ones are put
    /// together, else whoever sends byte by byte would have a whole buffer kept for each.
    static final Cumulator RECORDS =
            (pool, kept, read) ->
                    (read.readableBytes() < RECORD
                                    ? ByteToMessageDecoder.MERGE_CUMULATOR
                                    : ByteToMessageDecoder.COMPOSITE_CUMULATOR)
                            .cumulate(pool, kept, read);

    private Buffers() {}

    /// Heap buffers where Netty leaves the choice: the JDK's ciphers are two to three times as
    /// quick on arrays.
    static PooledByteBufAllocator make(int arenas) {
        return new PooledByteBufAllocator(
                false, arenas, arenas, PAGE_BYTES, CHUNK_ORDER, SMALL_CACHED, NORMAL_CACHED, false);
    }
}
