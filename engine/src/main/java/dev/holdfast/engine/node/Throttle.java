package dev.holdfast.engine.node;

import dev.holdfast.engine.core.traffic.RateSchedule;
import dev.holdfast.engine.core.traffic.TokenBucket;
import dev.holdfast.engine.net.limited.Turnstile;

import java.time.Duration;
import java.time.LocalTime;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Lets bytes pass at the rate of a schedule. Safe for many threads.
final class Throttle implements Turnstile {

    /// So long after the last byte had to wait it is still told that bytes are held back.
    private static final Duration HELD = Duration.ofSeconds(10);

    private final String what;
    private final RateSchedule schedule;
    private final Supplier<LocalTime> clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final TokenBucket bucket = new TokenBucket();
    private long rate = RateSchedule.NONE;
    private long heldNanos;
    private boolean wasHeld;

    /// @param what is slowed, in a word
    /// @param clock the time of day
    Throttle(String what, RateSchedule schedule, Supplier<LocalTime> clock) {
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
            turn(schedule.at(clock.get()));
            if (rate == RateSchedule.NONE) {
                return wanted;
            }
            long now = System.nanoTime();
            share = TokenBucket.share(wanted, rate);
            wait = bucket.take(share, rate, now);
            if (wait > 0) {
                heldNanos = now + wait;
                wasHeld = true;
            }
        } finally {
            lock.unlock();
        }
        SteadyClock.sleep(Duration.ofNanos(wait));
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
            var time = clock.get();
            long now = schedule.at(time);
            boolean isHeld =
                    wasHeld
                            && now != RateSchedule.NONE
                            && System.nanoTime() - heldNanos < HELD.toNanos();
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
