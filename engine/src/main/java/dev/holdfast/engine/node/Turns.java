package dev.holdfast.engine.node;

import dev.holdfast.engine.core.membership.Device;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What became of a device between two rosters, in words that follow its name.
final class Turns {

    private Turns() {}

    static List<String> of(Device was, Device is) {
        var turns = new ArrayList<String>();
        if (!was.card().sealedName().equals(is.card().sealedName())) {
            turns.add("has this name now.");
        }
        if (was.role() != is.role()) {
            turns.add("may do now what a role of %s lets it.".formatted(word(is)));
        }
        if (was.offered() != is.offered()) {
            turns.add("contributes %,d MB now.".formatted(is.offered() / 1_000_000));
        }
        if (was.duty().drain() != is.duty().drain()) {
            turns.add(drain(is));
        }
        if (was.duty().isParked() != is.duty().isParked()) {
            turns.add(
                    is.duty().isParked()
                            ? "is parked: nobody waits for it, and its copies are made on others."
                            : "is parked no more.");
        }
        return turns;
    }

    private static String word(Device device) {
        return device.role().name().toLowerCase(Locale.ROOT);
    }

    private static String drain(Device device) {
        return switch (device.duty().drain()) {
            case NONE -> "keeps its copies after all.";
            case UNDERWAY -> "gives its copies to others.";
            case DONE -> "is drained: it may be removed.";
        };
    }
}
