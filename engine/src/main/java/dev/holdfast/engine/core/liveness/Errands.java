package dev.holdfast.engine.core.liveness;

import dev.holdfast.engine.core.membership.DeviceId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Probes that others asked for and that are not answered yet.
final class Errands {

    /// More are not taken on; whoever asks has asked others too.
    static final int KEPT_MAX = 64;

    /// @param until when there is no answer to be expected
    record Errand(DeviceId by, DeviceId target, long nonce, Instant until) {}

    private final List<Errand> kept = new ArrayList<>();

    boolean add(Errand errand) {
        return kept.size() < KEPT_MAX && kept.add(errand);
    }

    /// Those that are done with, which are forgotten.
    List<Errand> take(Predicate<Errand> which) {
        var taken = kept.stream().filter(which).toList();
        kept.removeAll(taken);
        return taken;
    }
}
