package dev.holdfast.engine.net.mux;

import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.NetException.Kind;
import dev.holdfast.engine.net.Stream;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// Where the senders of a connection wait for their turn. Bulk passes when its stream and the
/// connection have credit, when not too much is on its way, and when the link has taken what came
/// before; streams that wait are served in turn. Messages wait for the credit of their own stream
/// only. Safe for many threads.
final class SendGate {

    /// One stream's place at the gate.
    final class Lane {
        private long credit = MuxLimits.STREAM_WINDOW;
        private long controlCredit = MuxLimits.CONTROL_WINDOW;
        private int wanted;
        private int granted;
        private final Condition moved = lock.newCondition();
        private final Runnable onBlocked;
        private boolean blocked;
        private @Nullable Ending ending;

        Lane(Runnable onBlocked) {
            this.onBlocked = onBlocked;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Lane> waiting = new ArrayDeque<>();
    private final Pace pace = new Pace();
    private final Runnable onBlocked;
    private long credit;
    private boolean blocked;
    private long sent;
    private long arrived;
    private long written;
    private long progressNanos = System.nanoTime();

    /// Runs `onBlocked` whenever bulk waits for the credit of the connection.
    SendGate(Runnable onBlocked) {
        this.onBlocked = onBlocked;
    }

    /// Runs `onBlocked` whenever bulk waits for the credit of the lane.
    Lane lane(Runnable onBlocked) {
        return new Lane(onBlocked);
    }

    /// Waits until some of `wanted` bytes of bulk may be sent, and says how many.
    int take(Lane lane, int wanted) throws NetException, InterruptedException {
        lock.lockInterruptibly();
        try {
            check(lane);
            lane.wanted = wanted;
            waiting.add(lane);
            settle();
            awaitWhile(lane, () -> lane.granted == 0);
            int granted = lane.granted;
            lane.granted = 0;
            return granted;
        } finally {
            leave(lane);
            lock.unlock();
        }
    }

    /// Waits until a message of this length may be sent. The last one may overdraw the credit, so
    /// that one of any length passes once all before it are received.
    void takeControl(Lane lane, int length) throws NetException, InterruptedException {
        lock.lockInterruptibly();
        try {
            check(lane);
            awaitWhile(lane, () -> lane.controlCredit <= 0);
            lane.controlCredit -= length;
        } finally {
            lock.unlock();
        }
    }

    /// The peer has room for more on this stream.
    void credit(Lane lane, int bytes, int controlBytes) {
        lock.lock();
        try {
            lane.credit += bytes;
            lane.blocked &= bytes == 0;
            lane.controlCredit += controlBytes;
            lane.moved.signal();
            settle();
        } finally {
            lock.unlock();
        }
    }

    /// The peer has room for more on the connection.
    void credit(int bytes) {
        lock.lock();
        try {
            credit += bytes;
            blocked = false;
            settle();
        } finally {
            lock.unlock();
        }
    }

    /// The link has written so much bulk.
    void written(int bytes) {
        lock.lock();
        try {
            written += bytes;
            progressNanos = System.nanoTime();
            settle();
        } finally {
            lock.unlock();
        }
    }

    /// The peer has received so much bulk in all. False when that is more than was sent.
    boolean arrived(long total) {
        lock.lock();
        try {
            if (total > sent || total < arrived) {
                return false;
            }
            arrived = total;
            progressNanos = System.nanoTime();
            pace.arrived(total, progressNanos);
            settle();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Nothing passes on this lane any more. The first reason stays.
    void end(Lane lane, Ending ending) {
        lock.lock();
        try {
            if (lane.ending == null) {
                lane.ending = ending;
            }
            lane.moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void settle() {
        for (var each = waiting.iterator(); each.hasNext() && hasRoom(); ) {
            var lane = each.next();
            if (credit == 0) {
                sayBlocked();
                return;
            }
            long most = Math.min(pace.share(), Math.min(lane.credit, credit));
            int bytes = (int) Math.min(lane.wanted, most);
            if (bytes > 0) {
                each.remove();
                grant(lane, bytes);
            } else {
                sayBlocked(lane);
            }
        }
    }

    private void sayBlocked() {
        if (!blocked) {
            blocked = true;
            onBlocked.run();
        }
    }

    private static void sayBlocked(Lane lane) {
        if (!lane.blocked) {
            lane.blocked = true;
            lane.onBlocked.run();
        }
    }

    private boolean hasRoom() {
        return sent - arrived < pace.allowed() && sent - written < MuxLimits.BACKLOG_MAX;
    }

    private void grant(Lane lane, int bytes) {
        lane.credit -= bytes;
        credit -= bytes;
        sent += bytes;
        pace.sent(sent, arrived, System.nanoTime());
        lane.granted = bytes;
        lane.moved.signal();
    }

    /// Waits until the lane may pass; fails when it has ended, or stalls.
    private void awaitWhile(Lane lane, BooleanSupplier blocked)
            throws NetException, InterruptedException {
        long since = System.nanoTime();
        long left = Stream.STALL_MAX.toNanos();
        while (blocked.getAsBoolean()) {
            check(lane);
            left = lane.moved.awaitNanos(left);
            if (left <= 0 && blocked.getAsBoolean()) {
                if (!isInTurn(lane, since)) {
                    throw new NetException(
                            Kind.TIMEOUT, "The peer made no room for " + Stream.STALL_MAX);
                }
                since = System.nanoTime();
                left = Stream.STALL_MAX.toNanos();
            }
        }
    }

    /// True when the lane waits for others to pass, and they do.
    private boolean isInTurn(Lane lane, long since) {
        return lane.wanted > 0 && lane.credit > 0 && progressNanos - since > 0;
    }

    private static void check(Lane lane) throws NetException {
        if (lane.ending != null) {
            throw lane.ending.exception();
        }
    }

    /// Takes back what a sender that gave up did not use.
    private void leave(Lane lane) {
        lane.wanted = 0;
        if (waiting.remove(lane) || lane.granted == 0) {
            return;
        }
        lane.credit += lane.granted;
        credit += lane.granted;
        sent -= lane.granted;
        lane.granted = 0;
        settle();
    }
}
