package dev.holdfast.engine.net.netty;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;

/// The pool that sockets and TLS take their buffers from.
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

    private Buffers() {}

    /// Heap buffers where Netty leaves the choice: the JDK's ciphers are two to three times as
    /// quick on arrays.
    static PooledByteBufAllocator make(int arenas) {
        return new PooledByteBufAllocator(
                false, arenas, arenas, PAGE_BYTES, CHUNK_ORDER, SMALL_CACHED, NORMAL_CACHED, false);
    }
}
