package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.core.membership.Device;
import dev.holdfast.engine.core.membership.Device.Drain;
import dev.holdfast.engine.core.membership.Statement.Change;
import dev.holdfast.engine.core.membership.Statement.Draining;
import dev.holdfast.engine.core.membership.Statement.Parked;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/// What a device does about itself when its copies are to go to others, and when it is back after
/// the others did without it.
final class Leaving {

    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Leaving.class);

    private final OpenHome home;
    private final Network network;
    private long left = -1;

    Leaving(OpenHome home, Network network) {
        this.home = home;
        this.network = network;
    }

    /// Looks again and again, until it is interrupted.
    void watch() {
        try {
            while (true) {
                SteadyClock.sleep(LOOK);
                done();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What nobody foresaw ends one look.
    private void done() throws InterruptedException {
        var task =
                new FutureTask<Void>(
                        () -> {
                            look();
                            return null;
                        });
        task.run();
        if (task.state() == Future.State.FAILED) {
            if (task.exceptionNow() instanceof InterruptedException stop) {
                throw stop;
            }
            LOG.error("This device could not look after its leaving.", task.exceptionNow());
        }
    }

    private void look() throws InterruptedException {
        var self = home.live().roster().device(home.live().self()).filter(Device::isAdmitted);
        if (self.isPresent()) {
            var duty = self.get().duty();
            if (duty.isParked() && !network.cluster().connected().isEmpty()) {
                comeBack();
            }
            network.evictions().drain(duty.drain() != Drain.NONE);
            if (duty.drain() == Drain.UNDERWAY) {
                goOn();
            }
        }
    }

    /// What it believed of the others' copies is long ago: it believes in none that is not proved
    /// to it anew. Then it counts again.
    private void comeBack() throws InterruptedException {
        LOG.info("The others did without this device; it offers them again what it has.");
        network.disbelieve();
        state(new Parked(false));
    }

    /// Tells the others what is left, and in the end that nothing is.
    private void goOn() throws InterruptedException {
        long held = home.ledger().views().chunks().held();
        if (held != left) {
            left = held;
            network.tellHoldings();
        }
        if (held == 0) {
            state(new Draining(Drain.DONE));
        }
    }

    private void state(Change change) throws InterruptedException {
        try {
            network.governor().change(home.live().self(), List.of(change));
        } catch (NodeException e) {
            LOG.warn("{} {}", e.problem().what(), e.problem().remedy());
        }
    }
}
