package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.tui.words.Words;

import java.time.Instant;
import java.util.Optional;

/// A file's bytes on standard output, which then has room for nothing else.
record Streamed(Holdfast main) {

    int print(VolumePath place, Optional<Instant> asOf) throws NodeException, InterruptedException {
        if (main.json()) {
            throw Action.usage(Words.say("get.json"), Words.say("get.json.do"));
        }
        try (var node = main.device().node()) {
            main.terminal().out().flush();
            var bytes = main.terminal().streams().bytes();
            node.run(new Command.GetStream(place, asOf, bytes), event -> {});
        }
        return Exit.DONE;
    }
}
