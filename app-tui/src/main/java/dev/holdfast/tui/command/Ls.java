package dev.holdfast.tui.command;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome.Kind;
import dev.holdfast.engine.api.Outcome.Row;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.render.Sizes;
import dev.holdfast.tui.render.Table;
import dev.holdfast.tui.render.Times;
import dev.holdfast.tui.syntax.Converters;
import dev.holdfast.tui.syntax.Flag;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// `ls VOLUME:/PATH`: what is there.
final class Ls extends Action {

    private final Value<VolumePath> at = place("place", "VOLUME:[/PATH]");
    private final Flag full = flag("-l");
    private final Flag recursive = flag("-R", "--recursive");
    private final Value<Optional<Instant>> asOf = option("--at", "TIME", Converters::moment);

    Ls(Holdfast main) {
        super(main, "ls");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var rows = open((node, watch) -> Rows.all(node, at.get(), recursive.isSet(), asOf.get()));
        main.answer(() -> Json.array(rows, Json::row), out -> tell(out, rows));
        return Exit.DONE;
    }

    private void tell(PrintStream out, List<Row> rows) {
        if (!full.isSet()) {
            rows.forEach(row -> out.println(shown(row)));
            return;
        }
        var table = new Table(Words.titles("ls.titles"));
        for (var row : rows) {
            var size = row.kind() == Kind.FILE ? Sizes.text(row.size()) : Json.word(row.kind());
            table.row(size, changed(row), row.version(), shown(row));
        }
        table.lines(main.terminal().paint()).forEach(out::println);
    }

    /// Nothing for a directory that is only there because something is in it.
    static String changed(Row row) {
        boolean isOnlyAbove = row.kind() == Kind.DIRECTORY && row.mtime().equals(Instant.EPOCH);
        return isOnlyAbove ? "" : Times.text(row.mtime());
    }

    /// The path as seen from the place that was asked for; a directory ends in a slash.
    private String shown(Row row) {
        var path = Rows.below(at.get(), row.path());
        return Plain.text(path) + (row.kind() == Kind.DIRECTORY ? "/" : "");
    }
}
