package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Event.Happened;
import dev.holdfast.engine.api.Outcome;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// What happened to the device and its pool since it was started, as far back as is kept. Safe for
/// many threads; whoever reads slowly loses the oldest and sees so by their numbers, and holds up
/// nobody.
final class Chronicle {

    /// Happenings that are kept.
    static final int KEPT_MAX = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Chronicle.class);

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final Deque<Happened> kept = new ArrayDeque<>();
    private final Map<Event.Kind, Long> counts = new EnumMap<>(Event.Kind.class);
    private long last;

    Chronicle(InstantSource clock) {
        this.clock = clock;
    }

    /// The log tells only of which kind it was: `what` may name files.
    ///
    /// @param device the name of the device that it is about
    void add(Event.Kind kind, Optional<String> device, String what) {
        LOG.info("Event {} of {}.", kind, device.orElse("this device"));
        lock.lock();
        try {
            last++;
            counts.merge(kind, 1L, Long::sum);
            if (kept.size() == KEPT_MAX) {
                kept.removeFirst();
            }
            kept.addLast(new Happened(last, clock.instant(), kind, device, what));
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// How often each kind of thing happened since the start.
    Map<Event.Kind, Long> counts() {
        lock.lock();
        try {
            return new EnumMap<>(counts);
        } finally {
            lock.unlock();
        }
    }

    /// Tells what is kept, oldest first; when told to follow it goes on until it is interrupted.
    Outcome.Told tell(boolean follow, Consumer<Event> to) throws InterruptedException {
        long told = 0;
        long number = 0;
        do {
            for (var each : after(number, follow)) {
                to.accept(each);
                number = each.number();
                told++;
            }
        } while (follow);
        return new Outcome.Told(told);
    }

    /// What is kept of what came after `number`, for which it waits when there is none yet.
    private List<Happened> after(long number, boolean wait) throws InterruptedException {
        lock.lock();
        try {
            while (wait && last == number) {
                more.await();
            }
            return kept.stream().filter(each -> each.number() > number).toList();
        } finally {
            lock.unlock();
        }
    }
}
