package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Outcome;
import dev.holdfast.tui.words.Words;

import java.util.ArrayList;
import java.util.List;

/// What a daemon leaves behind, in words.
final class Farewell {

    private Farewell() {}

    static List<String> lines(Outcome.Stopped stopped) {
        var lines = new ArrayList<String>();
        lines.add(Words.say("daemon.stopped"));
        if (stopped.finished() + stopped.cancelled() > 0) {
            var key = stopped.cancelled() == 1 ? "daemon.commands.one" : "daemon.commands.more";
            lines.add(Words.say(key, stopped.finished(), stopped.cancelled()));
        }
        if (stopped.owed() > 0) {
            var key = stopped.owed() == 1 ? "daemon.owed.one" : "daemon.owed.more";
            lines.add(Words.say(key, "%,d".formatted(stopped.owed())));
        }
        return lines;
    }
}
