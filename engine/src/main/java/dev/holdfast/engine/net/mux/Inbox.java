package dev.holdfast.engine.net.mux;

import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.NetException.Kind;

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

    private final Intake intake;
    private final Grants grants;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<Frame> queue = new ArrayDeque<>();
    private final ReceiveWindow bytes =
            new ReceiveWindow(MuxLimits.STREAM_WINDOW, MuxLimits.STREAM_WINDOW_MAX);
    private final ReceiveWindow control =
            new ReceiveWindow(MuxLimits.CONTROL_WINDOW, MuxLimits.CONTROL_WINDOW);
    private Frame.@Nullable Bytes current;
    private boolean reading;
    private boolean discarding;
    private @Nullable Ending ending;

    Inbox(Intake intake, Grants grants) {
        this.intake = intake;
        this.grants = grants;
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

    /// The body of the next message.
    byte[] control(Duration patience) throws NetException, InterruptedException {
        lock.lockInterruptibly();
        try {
            if (current != null || !(first(patience) instanceof Frame.Control frame)) {
                throw new NetException(Kind.WRONG_STATE, "Bytes came where a message should.");
            }
            queue.remove();
            intake.consumed(0, frame.body().length);
            grant(0, control.consumed(frame.body().length));
            return frame.body();
        } finally {
            lock.unlock();
        }
    }

    /// Fills `into`.
    void bytes(ByteBuffer into, Duration patience) throws NetException, InterruptedException {
        while (into.hasRemaining()) {
            var piece = takePiece(patience).body();
            int count = Math.min(piece.remaining(), into.remaining());
            into.put(piece.slice(piece.position(), count));
            piece.position(piece.position() + count);
            consumed(count);
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
            if (!reading) {
                dropCurrent();
            }
        } finally {
            lock.unlock();
        }
    }

    private void add(Frame frame) {
        if (discarding) {
            drop(frame);
        } else {
            queue.add(frame);
            arrived.signal();
        }
    }

    private Frame.Bytes takePiece(Duration patience) throws NetException, InterruptedException {
        lock.lockInterruptibly();
        try {
            if (current == null) {
                if (!(first(patience) instanceof Frame.Bytes next)) {
                    throw new NetException(Kind.WRONG_STATE, "A message came where bytes should.");
                }
                queue.remove();
                current = next;
            }
            reading = true;
            return current;
        } finally {
            lock.unlock();
        }
    }

    private void consumed(int count) {
        lock.lock();
        try {
            reading = false;
            intake.consumed(count, 0);
            grant(bytes.consumed(count), 0);
            if (discarding || (current != null && !current.body().hasRemaining())) {
                dropCurrent();
            }
        } finally {
            lock.unlock();
        }
    }

    /// What arrived first, and stays in the queue. Waits for it.
    private Frame first(Duration patience) throws NetException, InterruptedException {
        long left = patience.toNanos();
        while (queue.isEmpty()) {
            if (ending != null) {
                throw ending.exception();
            }
            starved();
            if (left <= 0) {
                throw new NetException(
                        Kind.TIMEOUT, "The peer sent nothing for %s.".formatted(patience));
            }
            left = arrived.awaitNanos(left);
        }
        return queue.element();
    }

    private void starved() {
        intake.starved();
        long more = bytes.wanting();
        if (more > 0) {
            grant(bytes.widen(more), 0);
        }
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

    private void dropCurrent() {
        if (current != null) {
            drop(current);
            current = null;
        }
    }

    private static void refuseUnless(boolean granted) throws ViolationException {
        if (!granted) {
            throw new ViolationException(CloseCode.FLOODED, "more on one stream than was granted");
        }
    }
}
