package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.VolumePath;

/// A file's bytes on standard output, which then has room for nothing else.
record Streamed(Holdfast main) {

    int print(VolumePath place) throws NodeException, InterruptedException {
        if (main.json()) {
            throw Action.usage(
                    "A file and a JSON document cannot both go to standard output.",
                    "Leave out --json, or fetch to a file.");
        }
        try (var node = main.device().node()) {
            main.terminal().out().flush();
            node.run(new Command.GetStream(place, main.terminal().streams().bytes()), event -> {});
        }
        return Exit.DONE;
    }
}
