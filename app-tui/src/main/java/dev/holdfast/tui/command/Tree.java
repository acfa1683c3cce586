package dev.holdfast.tui.command;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome.Kind;
import dev.holdfast.engine.api.Outcome.Row;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.syntax.Converters;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `tree VOLUME:/PATH`: all below a directory, drawn as a tree.
final class Tree extends Action {

    private final Value<VolumePath> at = place("place", "VOLUME:[/PATH]");
    private final Value<Optional<Instant>> asOf = option("--at", "TIME", Converters::moment);

    Tree(Holdfast main) {
        super(main, "tree");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var place = at.get();
        var rows = open((node, watch) -> Rows.all(node, place, true, asOf.get()));
        main.answer(() -> Json.array(rows, Json::row), out -> tell(out, place, rows));
        long directories = rows.stream().filter(row -> row.kind() == Kind.DIRECTORY).count();
        main.remark(
                Words.say(
                        "tree.sum",
                        Words.count("directory", directories),
                        Words.count("file", rows.size() - directories)));
        return Exit.DONE;
    }

    private void tell(PrintStream out, VolumePath place, List<Row> rows) {
        boolean lines = main.terminal().shows('├');
        out.println(Plain.text(place.toString()));
        var open = new ArrayList<Boolean>();
        for (int i = 0; i < rows.size(); i++) {
            var path = Rows.below(place, rows.get(i).path());
            int depth = (int) path.chars().filter(c -> c == '/').count();
            boolean last = isLast(place, rows, i, depth);
            while (open.size() > depth) {
                open.removeLast();
            }
            var line = new StringBuilder();
            open.forEach(more -> line.append(more ? lines ? "│   " : "|   " : "    "));
            line.append(last ? lines ? "└── " : "`-- " : lines ? "├── " : "|-- ");
            open.add(!last);
            var name = path.substring(path.lastIndexOf('/') + 1);
            var slash = rows.get(i).kind() == Kind.DIRECTORY ? "/" : "";
            out.println(line + Plain.text(name) + slash);
        }
    }

    /// Whether no row that follows is a sibling. The next of the same depth is one unless a
    /// shallower one comes before it.
    private static boolean isLast(VolumePath place, List<Row> rows, int at, int depth) {
        for (int i = at + 1; i < rows.size(); i++) {
            var path = Rows.below(place, rows.get(i).path());
            long next = path.chars().filter(c -> c == '/').count();
            if (next <= depth) {
                return next < depth;
            }
        }
        return true;
    }
}
