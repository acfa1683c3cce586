package dev.holdfast.testbed.sim;

import dev.holdfast.engine.core.membership.DeviceId;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A connection between two processes. What is sent over it arrives, late and in any order, unless
/// it breaks first; then all that was on its way is lost, and each side notices in its own time.
final class Session {

    private static final Duration NOTICE_MAX = Duration.ofSeconds(2);
    private static final Duration STUCK_MAX = Duration.ofSeconds(45);

    private final Pool pool;
    private final long number;
    private final Life dialler;
    private final Life dialled;
    private Instant heardByDialler;
    private Instant heardByDialled;
    private boolean isOpen = true;

    Session(Pool pool, long number, Life dialler, Life dialled) {
        this.pool = pool;
        this.number = number;
        this.dialler = dialler;
        this.dialled = dialled;
        heardByDialler = pool.timeline().now();
        heardByDialled = heardByDialler;
    }

    long number() {
        return number;
    }

    boolean isOpen() {
        return isOpen;
    }

    boolean isDialledBy(Life one) {
        return one == dialler;
    }

    /// Who is at the other end.
    DeviceId peer(Life one) {
        return other(one).id();
    }

    private Life other(Life one) {
        return one == dialler ? dialled : dialler;
    }

    /// When this side last heard anything.
    Instant heard(Life one) {
        return one == dialler ? heardByDialler : heardByDialled;
    }

    /// Who is at the other end, if a question and its answer could pass just now.
    Optional<Life> atOnce(Life one) {
        var other = other(one);
        boolean isCut =
                pool.net().isCut(one.machine(), other.machine())
                        || pool.net().isCut(other.machine(), one.machine());
        return Optional.of(other).filter(each -> isOpen && !isCut && each.isAlive());
    }

    void send(Life from, String what, Consumer<Life> arrives) {
        if (!isOpen) {
            return;
        }
        var to = other(from);
        if (pool.net().isCut(from.machine(), to.machine())) {
            pool.timeline().in(pool.delay(STUCK_MAX), from + " is stuck", this::breaks);
        } else if (pool.net().isLost()) {
            breaks();
        } else {
            pool.timeline()
                    .in(
                            pool.net().delay(),
                            from + " " + what + " " + to,
                            () -> arrive(from, to, arrives));
        }
    }

    private void arrive(Life from, Life to, Consumer<Life> arrives) {
        if (!isOpen) {
            return;
        }
        if (pool.net().isCut(from.machine(), to.machine())) {
            breaks();
            return;
        }
        if (to == dialler) {
            heardByDialler = pool.timeline().now();
        } else {
            heardByDialled = pool.timeline().now();
        }
        to.run(() -> arrives.accept(to));
    }

    /// Ends it at both sides.
    void breaks() {
        if (isOpen) {
            isOpen = false;
            List.of(dialler, dialled).forEach(this::notice);
        }
    }

    /// One side has ended it and knows.
    void closedBy(Life one) {
        if (isOpen) {
            isOpen = false;
            notice(other(one));
        }
    }

    private void notice(Life one) {
        boolean isCut = pool.net().isCut(other(one).machine(), one.machine());
        var within = pool.delay(isCut ? STUCK_MAX : NOTICE_MAX);
        pool.timeline()
                .in(
                        within,
                        one + " loses the connection to " + other(one),
                        () -> one.run(() -> one.society().ended(this)));
    }
}
