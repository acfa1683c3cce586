package dev.holdfast.engine.node;

import dev.holdfast.engine.core.traffic.RateSchedule;
import dev.holdfast.engine.net.Transport;
import dev.holdfast.engine.net.limited.LimitedTransport;

import java.util.ArrayList;
import java.util.List;

/// What this device is set to hold back on the network.
final class Throttles {

    private final Settings.Traffic set;
    private final Throttle sending;
    private final Throttle receiving;

    Throttles(Settings.Traffic set) {
        this.set = set;
        sending = new Throttle("Sending", set.send(), Throttle.RealClock.HERE);
        receiving = new Throttle("Receiving", set.receive(), Throttle.RealClock.HERE);
    }

    /// The same transport when nothing is set.
    Transport over(Transport transport) {
        boolean isFree =
                set.send().equals(RateSchedule.UNLIMITED)
                        && set.receive().equals(RateSchedule.UNLIMITED);
        return isFree ? transport : new LimitedTransport(transport, sending, receiving);
    }

    /// What is held back now, a sentence each.
    List<String> holding() {
        var all = new ArrayList<String>();
        sending.holding().ifPresent(all::add);
        receiving.holding().ifPresent(all::add);
        if (set.isMetered()) {
            all.add(
                    "Metered, as set: nothing but names and what you ask for goes over the"
                            + " network; `holdfast repair` makes copies now, and `holdfast"
                            + " rebalance` moves them.");
        }
        return all;
    }
}
