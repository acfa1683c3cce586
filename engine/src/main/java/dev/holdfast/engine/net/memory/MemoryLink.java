package dev.holdfast.engine.net.memory;

import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.net.memory.MemoryNetwork.Way;
import dev.holdfast.engine.net.mux.Frame;
import dev.holdfast.engine.net.mux.FrameLink;
import dev.holdfast.engine.net.mux.Mux;

import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// One direction of a connection in memory: a queue, and a virtual thread that brings what is in it
/// to the other side when it is due.
final class MemoryLink implements FrameLink {

    private sealed interface Parcel {}

    private record Sent(Frame frame, long nanos) implements Parcel {}

    private record Last() implements Parcel {}

    private final MemoryNetwork network;
    private final Way way;
    private final BlockingQueue<Parcel> parcels = new LinkedBlockingQueue<>();
    private final AtomicLong waiting = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition due = lock.newCondition();
    private boolean closed;

    MemoryLink(MemoryNetwork network, Way way) {
        this.network = network;
        this.way = way;
    }

    void start(Mux far) {
        Thread.ofVirtual().name("memory-link").start(() -> carry(far));
    }

    @Override
    public void send(Frame frame) {
        var copy = frame instanceof Frame.Bytes bytes ? copied(bytes) : frame;
        synchronized (this) {
            if (!closed) {
                waiting.addAndGet(frame.weight());
                parcels.add(new Sent(copy, System.nanoTime()));
            }
        }
        if (frame instanceof Frame.Bytes bytes) {
            bytes.release().run();
        }
    }

    @Override
    public long waiting() {
        return waiting.get();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            parcels.add(new Last());
        }
    }

    @Override
    public synchronized void abort() {
        // With what was still to be carried went the end of a link that was closed before.
        parcels.clear();
        closed = true;
        parcels.add(new Last());
    }

    private void carry(Mux far) {
        try {
            long left = System.nanoTime();
            while (parcels.take() instanceof Sent(var frame, var sent)) {
                int length = Frame.HEADER_BYTES + frame.bodyLength();
                var path = network.moving(way);
                left = path.departure(sent, left, length);
                waitUntil(left + path.delay().toNanos());
                waiting.addAndGet(-frame.weight());
                if (!network.passes(way, far, length)) {
                    break;
                }
                far.heard(length);
                far.accept(frame);
                far.paused();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        far.lost(CloseCode.LOST, "The other side is gone.");
        network.ended(way, far);
    }

    private void waitUntil(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            for (long left = nanos - System.nanoTime(); left > 0; ) {
                left = due.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private static Frame copied(Frame.Bytes frame) {
        var copy = ByteBuffer.allocate(frame.bodyLength()).put(frame.body().duplicate()).flip();
        return new Frame.Bytes(frame.stream(), copy, () -> {});
    }
}
