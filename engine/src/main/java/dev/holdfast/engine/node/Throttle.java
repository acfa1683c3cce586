package dev.holdfast.engine.node;

import dev.holdfast.engine.core.traffic.RateSchedule;
import dev.holdfast.engine.core.traffic.TokenBucket;
import dev.holdfast.engine.net.limited.Turnstile;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Lets bytes pass at the rate of a schedule. Safe for many threads.
final class Throttle implements Turnstile {

    /// So long after the last byte had to wait it is still told that bytes are held back.
    private static final Duration HELD = Duration.ofSeconds(10);

    private final String what;
    private final RateSchedule schedule;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final TokenBucket bucket = new TokenBucket();
    private long rate = RateSchedule.NONE;
    private long heldNanos;
    private boolean wasHeld;

    /// The time, and waiting in it.
    interface Clock {

        /// The time of day, which people and daylight saving move.
        LocalTime time();

        /// Nanoseconds on a clock that never jumps.
        long nanos();

        void sleep(Duration duration) throws InterruptedException;
    }

    /// The clocks of this machine.
    enum RealClock implements Clock {
        HERE;

        @Override
        public LocalTime time() {
            return LocalTime.now(ZoneId.systemDefault());
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            SteadyClock.sleep(duration);
        }
    }

    /// @param what is slowed, in a word
    Throttle(String what, RateSchedule schedule, Clock clock) {
        this.what = what;
        this.schedule = schedule;
        this.clock = clock;
    }

    @Override
    public int pass(int wanted) throws InterruptedException {
        if (schedule.equals(RateSchedule.UNLIMITED)) {
            return wanted;
        }
        long wait;
        int share;
        lock.lockInterruptibly();
        try {
            turn(schedule.at(clock.time()));
            if (rate == RateSchedule.NONE) {
                return wanted;
            }
            long now = clock.nanos();
            share = TokenBucket.share(wanted, rate);
            wait = bucket.take(share, rate, now);
            if (wait > 0) {
                heldNanos = now + wait;
                wasHeld = true;
            }
        } finally {
            lock.unlock();
        }
        clock.sleep(Duration.ofNanos(wait));
        return share;
    }

    private void turn(long changed) {
        if (changed != rate) {
            rate = changed;
            bucket.restart();
        }
    }

    /// What is held back now, and until when, in a sentence; empty when nothing is.
    Optional<String> holding() {
        lock.lock();
        try {
            var time = clock.time();
            long now = schedule.at(time);
            boolean isHeld =
                    wasHeld
                            && now != RateSchedule.NONE
                            && clock.nanos() - heldNanos < HELD.toNanos();
            return isHeld ? Optional.of(sentence(now, time)) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private String sentence(long now, LocalTime time) {
        var until = schedule.changesAfter(time).map(" until %s"::formatted).orElse("");
        return "%s is held to %,d KiB a second%s, as set.".formatted(what, now >> 10, until);
    }
}
