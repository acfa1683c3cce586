package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.tui.words.Words;

/// A file's bytes on standard output, which then has room for nothing else.
record Streamed(Holdfast main) {

    int print(VolumePath place) throws NodeException, InterruptedException {
        if (main.json()) {
            throw Action.usage(Words.say("get.json"), Words.say("get.json.do"));
        }
        try (var node = main.device().node()) {
            main.terminal().out().flush();
            node.run(new Command.GetStream(place, main.terminal().streams().bytes()), event -> {});
        }
        return Exit.DONE;
    }
}
