package dev.holdfast.engine.net.throttled;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// One direction of a relay: a reader that notes when bytes came, and a writer that lets each go
/// when it is due. What is between them is what a real path would have under way.
final class OneWay {

    private static final Logger LOG = LoggerFactory.getLogger(OneWay.class);

    private static final int READ_MAX = 256 << 10;

    /// As much as 500 MB in a second leave under way in an eighth of one.
    private static final int UNDER_WAY_MAX = 64 << 20;

    private record Parcel(ByteBuffer bytes, long nanos) {
        boolean isLast() {
            return !bytes.hasRemaining();
        }
    }

    private static final Parcel LAST = new Parcel(ByteBuffer.allocate(0), 0);

    private final SocketChannel from;
    private final SocketChannel to;
    private final Path path;
    private final BlockingQueue<Parcel> underWay = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(UNDER_WAY_MAX);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition due = lock.newCondition();

    OneWay(SocketChannel from, SocketChannel to, Path path) {
        this.from = from;
        this.to = to;
        this.path = path;
    }

    /// The thread that ends when everything is across, or nothing more can be.
    Thread start() {
        Thread.ofVirtual().name("relay-read").start(this::read);
        return Thread.ofVirtual().name("relay-write").start(this::write);
    }

    private void read() {
        var buffer = ByteBuffer.allocateDirect(READ_MAX);
        try {
            while (from.read(buffer.clear()) >= 0) {
                var bytes = ByteBuffer.allocate(buffer.flip().remaining()).put(buffer).flip();
                room.acquire(bytes.remaining());
                underWay.add(new Parcel(bytes, System.nanoTime()));
            }
        } catch (IOException e) {
            LOG.debug("Nothing more comes: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        underWay.add(LAST);
    }

    private void write() {
        try {
            long left = System.nanoTime();
            for (var next = underWay.take(); !next.isLast(); next = underWay.take()) {
                int length = next.bytes.remaining();
                var conditions = path.moving();
                left = conditions.departure(next.nanos, left, length);
                awaitNanoTime(left + conditions.delay().toNanos());
                while (next.bytes.hasRemaining()) {
                    to.write(next.bytes);
                }
                room.release(length);
            }
            to.shutdownOutput();
        } catch (ClosedChannelException e) {
            LOG.debug("The other side is closed.");
        } catch (IOException e) {
            LOG.debug("The other side takes no more: {}", e.getMessage());
            close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Both ways end when one breaks, as those of a real connection do.
    private void close() {
        try {
            from.close();
            to.close();
        } catch (IOException e) {
            LOG.debug("A relayed socket did not close.", e);
        }
    }

    private void awaitNanoTime(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            for (long left = nanos - System.nanoTime(); left > 0; ) {
                left = due.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
