package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Outcome;

import java.util.ArrayList;
import java.util.List;

/// What a daemon leaves behind, in words.
final class Farewell {

    private Farewell() {}

    static List<String> lines(Outcome.Stopped stopped) {
        var lines = new ArrayList<String>();
        lines.add("Stopped.");
        if (stopped.finished() + stopped.cancelled() > 0) {
            lines.add(
                    "Of the commands that were under way, %d came to an end and %d %s cancelled."
                            .formatted(
                                    stopped.finished(),
                                    stopped.cancelled(),
                                    stopped.cancelled() == 1 ? "was" : "were"));
        }
        if (stopped.owed() > 0) {
            lines.add(
                    "%s still owed; made when Holdfast runs again."
                            .formatted(
                                    stopped.owed() == 1
                                            ? "One copy is"
                                            : "%,d copies are".formatted(stopped.owed())));
        }
        return lines;
    }
}
