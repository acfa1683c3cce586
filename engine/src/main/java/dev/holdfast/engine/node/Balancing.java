package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.core.membership.DeviceId;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/// Has copies made, or moved to where they belong, at once when a person asks, and waits while that
/// goes on.
record Balancing(OpenHome home, Network network) {

    /// How long nothing may come of it before the waiting ends.
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    /// Makes the copies that are owed, or moves those that belong elsewhere.
    Outcome make(Command<?> command, Consumer<Event> events) throws InterruptedException {
        return command instanceof Command.Repair ? repair(events) : rebalance(events);
    }

    /// All was looked at when nothing that can be paid is owed any more.
    private Outcome.Repaired repair(Consumer<Event> events) throws InterruptedException {
        long began = System.nanoTime();
        var upkeep = network.upkeep();
        long sentBefore = upkeep.sentBytes();
        upkeep.urge();
        home.damages().ask();
        var progress = upkeep.progress();
        long most = progress.owed();
        long sent = sentBefore;
        var left = PATIENCE;
        while (!progress.settled() && left.isPositive()) {
            SteadyClock.sleep(LOOK_EVERY);
            long owed = progress.owed();
            progress = upkeep.progress();
            most = Math.max(most, progress.owed());
            boolean isMoving = progress.owed() != owed || upkeep.sentBytes() > sent;
            left = isMoving ? PATIENCE : left.minus(LOOK_EVERY);
            sent = upkeep.sentBytes();
            events.accept(new Event.Progress(Event.Activity.COPYING, most - progress.owed(), most));
        }
        var waits = upkeep.waits();
        boolean isOwing = progress.owed() > 0;
        return new Outcome.Repaired(
                most - progress.owed(),
                sent - sentBefore,
                progress.owed(),
                isOwing ? names(waits.away()) : List.of(),
                isOwing ? names(waits.full()) : List.of(),
                took(began));
    }

    /// A walk that moved some is followed by another, for what came up meanwhile.
    private Outcome.Rebalanced rebalance(Consumer<Event> events) throws InterruptedException {
        long began = System.nanoTime();
        var evictions = network.evictions();
        var start = evictions.moved();
        var balance = evictions.balance();
        long before = -1;
        while (balance.ready() > 0 && evictions.moved().chunks() > before) {
            before = evictions.moved().chunks();
            long walk = evictions.hurry();
            long due = evictions.moved().bytes() - start.bytes() + balance.bytes();
            await(walk, start.bytes(), due, events);
            balance = evictions.balance();
        }
        var end = evictions.moved();
        return new Outcome.Rebalanced(
                end.chunks() - start.chunks(),
                end.bytes() - start.bytes(),
                balance.chunks(),
                balance.bytes(),
                names(balance.away()),
                took(began));
    }

    /// Waits for the end of a walk; one in which nothing moves ends by itself, as nobody is waited
    /// for in it for longer than a push may take.
    private void await(long walk, long from, long due, Consumer<Event> events)
            throws InterruptedException {
        var moved = network.evictions().moved();
        while (moved.ended() < walk) {
            SteadyClock.sleep(LOOK_EVERY);
            moved = network.evictions().moved();
            events.accept(
                    new Event.Progress(
                            Event.Activity.MOVING, Math.min(moved.bytes() - from, due), due));
        }
    }

    private List<String> names(Collection<DeviceId> devices) {
        return devices.stream().map(home.live()::name).toList();
    }

    private static Duration took(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
