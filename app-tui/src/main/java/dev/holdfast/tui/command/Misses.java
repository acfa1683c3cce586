package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Event;
import dev.holdfast.tui.render.Plain;

import java.util.List;

/// What of a command could not be done while the rest went on.
record Misses(Holdfast main) {

    void tell(List<Event.Missed> missed) {
        for (var miss : missed) {
            main.warn(Plain.text(miss.path() + ": " + miss.problem().what()));
            main.warn(Plain.text(miss.problem().remedy()));
        }
    }

    /// In part when something was done, else as the first miss says.
    static int exit(long done, List<Event.Missed> missed) {
        if (missed.isEmpty()) {
            return Exit.DONE;
        }
        return done > 0 ? Exit.PARTLY : Exit.of(missed.getFirst().problem().code());
    }
}
