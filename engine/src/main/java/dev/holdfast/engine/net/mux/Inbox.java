package dev.holdfast.engine.net.mux;

import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.NetException.Kind;
import dev.holdfast.engine.net.Stream;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What has arrived on a stream and is not received yet. One thread puts, one takes, and any may
/// end or discard.
final class Inbox {

    /// Tells the peer that there is room again.
    @FunctionalInterface
    interface Grants {
        void grant(int bytes, int controlBytes);
    }

    /// A reader of bytes is woken for this many, or for the last. Bytes.
    private static final int GATHERED_MIN = 128 << 10;

    private final Intake intake;
    private final Grants grants;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<Frame> queue = new ArrayDeque<>();
    private final ReceiveWindow bytes =
            new ReceiveWindow(MuxLimits.STREAM_WINDOW, MuxLimits.STREAM_WINDOW_MAX);
    private final ReceiveWindow control =
            new ReceiveWindow(MuxLimits.CONTROL_WINDOW, MuxLimits.CONTROL_WINDOW);
    private final Deque<Frame.Bytes> taken = new ArrayDeque<>();
    private final Blockage blocked = new Blockage();
    private long queuedBytes;
    private int queuedControls;
    private int wanted;
    private boolean reading;
    private boolean discarding;
    private @Nullable Ending ending;

    Inbox(Intake intake, Grants grants) {
        this.intake = intake;
        this.grants = grants;
    }

    /// The stream has begun: its window is at once as wide as those before it had to become.
    void begin() {
        lock.lock();
        try {
            long more = intake.streamWidth() - MuxLimits.STREAM_WINDOW;
            if (more > 0 && !discarding) {
                grant(bytes.widen(more), 0);
            }
        } finally {
            lock.unlock();
        }
    }

    void put(Frame.Control frame) throws ViolationException {
        lock.lock();
        try {
            refuseUnless(control.receivedLast(frame.body().length));
            add(frame);
        } finally {
            lock.unlock();
        }
    }

    void put(Frame.Bytes frame) throws ViolationException {
        lock.lock();
        try {
            refuseUnless(bytes.received(frame.body().remaining()));
            add(frame);
        } finally {
            lock.unlock();
        }
    }

    /// The peer has more bytes to send on this stream, and no credit of it.
    void blocked() {
        lock.lock();
        try {
            blocked.begins();
            widenIfWanted();
        } finally {
            lock.unlock();
        }
    }

    private void widenIfWanted() {
        long more = discarding || !blocked.lasts() ? 0 : bytes.wanting();
        if (more > 0) {
            blocked.ends();
            grant(bytes.widen(more), 0);
            intake.widened(bytes.width());
        }
    }

    /// The body of the next message.
    byte[] control(Duration patience) throws NetException, InterruptedException {
        lock.lockInterruptibly();
        try {
            wanted = 0;
            awaitArrival(patience);
            if (!taken.isEmpty() || !(queue.element() instanceof Frame.Control frame)) {
                throw new NetException(Kind.WRONG_STATE, "Bytes came where a message should.");
            }
            queue.remove();
            queuedControls--;
            intake.consumed(0, frame.body().length);
            grant(0, control.consumed(frame.body().length));
            return frame.body();
        } finally {
            lock.unlock();
        }
    }

    /// Fills `into`.
    void bytes(ByteBuffer into, Duration patience) throws NetException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos() + slowest(into.remaining());
        while (into.hasRemaining()) {
            var left = Duration.ofNanos(end - System.nanoTime());
            take(into.remaining(), left.compareTo(patience) < 0 ? left : patience);
            int before = into.remaining();
            for (var piece : taken) {
                var body = piece.body();
                int count = Math.min(body.remaining(), into.remaining());
                into.put(body.slice(body.position(), count));
                body.position(body.position() + count);
            }
            consumed(before - into.remaining());
        }
    }

    /// Nothing more will arrive; what has arrived can still be received. The first reason stays.
    void end(Ending why) {
        lock.lock();
        try {
            if (ending == null) {
                ending = why;
            }
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Throws away what has arrived and what will.
    void discard(Ending why) {
        lock.lock();
        try {
            end(why);
            discarding = true;
            queue.forEach(this::drop);
            queue.clear();
            queuedBytes = 0;
            queuedControls = 0;
            if (!reading) {
                dropTaken();
            }
        } finally {
            lock.unlock();
        }
    }

    private void add(Frame frame) {
        if (discarding) {
            drop(frame);
            return;
        }
        queue.add(frame);
        if (frame instanceof Frame.Bytes) {
            queuedBytes += frame.bodyLength();
        } else {
            queuedControls++;
        }
        if (isEnough()) {
            arrived.signal();
        }
    }

    /// Moves pieces of at most about `most` bytes to where the reader copies them without the lock.
    private void take(int most, Duration patience) throws NetException, InterruptedException {
        lock.lockInterruptibly();
        try {
            if (taken.isEmpty()) {
                wanted = Math.min(most, GATHERED_MIN);
                awaitArrival(patience);
                takeLeading(most);
            }
            reading = true;
        } finally {
            lock.unlock();
        }
    }

    private void takeLeading(int most) throws NetException {
        long got = 0;
        while (got < most && queue.peek() instanceof Frame.Bytes piece) {
            queue.remove();
            taken.add(piece);
            got += piece.bodyLength();
        }
        queuedBytes -= got;
        if (got == 0) {
            throw new NetException(Kind.WRONG_STATE, "A message came where bytes should.");
        }
    }

    private void consumed(int count) {
        lock.lock();
        try {
            reading = false;
            intake.consumed(count, 0);
            grant(bytes.consumed(count), 0);
            widenIfWanted();
            if (discarding) {
                dropTaken();
            }
            while (taken.peek() instanceof Frame.Bytes(_, var body, var release)
                    && !body.hasRemaining()) {
                taken.remove();
                release.run();
            }
        } finally {
            lock.unlock();
        }
    }

    /// True when a reader need not wait for more: a thread woken for each piece would do little
    /// else than wake.
    private boolean isEnough() {
        return queuedControls > 0 || (queuedBytes > 0 && queuedBytes >= wanted);
    }

    private void awaitArrival(Duration patience) throws NetException, InterruptedException {
        long left = patience.toNanos();
        while (!isEnough()) {
            boolean over = ending != null || left <= 0;
            if (over && !queue.isEmpty()) {
                return;
            }
            if (ending != null) {
                throw ending.exception();
            }
            if (left <= 0) {
                throw new NetException(Kind.TIMEOUT, "The peer did not send in time.");
            }
            left = arrived.awaitNanos(left);
        }
    }

    private static long slowest(int bytes) {
        return bytes * 1_000_000_000L / Stream.RUN_RATE_MIN;
    }

    private void grant(int byteCount, int controlBytes) {
        if (byteCount + controlBytes > 0 && ending == null) {
            grants.grant(byteCount, controlBytes);
        }
    }

    private void drop(Frame frame) {
        if (frame instanceof Frame.Bytes piece) {
            intake.consumed(piece.body().remaining(), 0);
            piece.release().run();
        } else {
            intake.consumed(0, frame.bodyLength());
        }
    }

    private void dropTaken() {
        taken.forEach(this::drop);
        taken.clear();
    }

    private static void refuseUnless(boolean granted) throws ViolationException {
        if (!granted) {
            throw new ViolationException(CloseCode.FLOODED, "more on one stream than was granted");
        }
    }
}
