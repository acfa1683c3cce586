package dev.holdfast.tui.demo;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Outcome.Kind;
import dev.holdfast.engine.api.VolumePath;

import java.util.ArrayList;
import java.util.Optional;

/// The chunks of a file, or of all files below a directory.
final class Everything {

    private Everything() {}

    static Spread below(Node node, VolumePath top) throws NodeException, InterruptedException {
        var described = node.run(new Command.Describe(top), event -> {});
        if (described.row().kind() != Kind.DIRECTORY) {
            return new Spread(described.chunks());
        }
        var chunks = new ArrayList<Outcome.Chunk>();
        var after = Optional.<String>empty();
        do {
            var page = node.run(new Command.ListEntries(top, true, after), event -> {});
            for (var row : page.rows()) {
                if (row.kind() == Kind.FILE) {
                    var file = new VolumePath(top.volume(), row.path());
                    chunks.addAll(node.run(new Command.Describe(file), event -> {}).chunks());
                }
            }
            after = page.next();
        } while (after.isPresent());
        return new Spread(chunks);
    }
}
