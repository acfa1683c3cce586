package dev.holdfast.engine.net.mux;

import java.util.concurrent.atomic.AtomicLong;

/// How much the windows of all connections of a transport may grow together. Safe for many threads.
public final class Budget {

    private final AtomicLong left;

    public Budget(long bytes) {
        left = new AtomicLong(bytes);
    }

    /// A quarter of the heap, so that peers who fill their windows cannot fill it.
    public static Budget ofHeap() {
        return new Budget(Runtime.getRuntime().maxMemory() / 4);
    }

    boolean take(long bytes) {
        return left.getAndUpdate(l -> l >= bytes ? l - bytes : l) >= bytes;
    }

    void giveBack(long bytes) {
        left.addAndGet(bytes);
    }
}
