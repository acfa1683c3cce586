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

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.PrintStream;
import java.util.List;
import java.util.Objects;

/// `ls VOLUME:/PATH`: what is there.
@CommandLine.Command(name = "ls", description = "List what is in a directory of the pool.")
final class Ls extends Action {

    @Parameters(
            paramLabel = "VOLUME:[/PATH]",
            converter = Converters.Place.class,
            description = "the directory or file")
    private @Nullable VolumePath at;

    @Option(names = "-l", description = "with sizes, times and versions")
    private boolean full;

    @Option(
            names = {"-R", "--recursive"},
            description = "with all below")
    private boolean recursive;

    Ls(Holdfast main) {
        super(main);
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var rows = open((node, watch) -> Rows.all(node, Objects.requireNonNull(at), recursive));
        main.answer(() -> Json.array(rows, Json::row), out -> tell(out, rows));
        return Exit.DONE;
    }

    private void tell(PrintStream out, List<Row> rows) {
        if (!full) {
            rows.forEach(row -> out.println(shown(row)));
            return;
        }
        var table = new Table(">size", "changed", "version", "name");
        for (var row : rows) {
            var size = row.kind() == Kind.FILE ? Sizes.text(row.size()) : Json.word(row.kind());
            table.row(size, Times.text(row.mtime()), row.version(), shown(row));
        }
        table.lines(main.terminal().paint()).forEach(out::println);
    }

    /// The path as seen from the place that was asked for; a directory ends in a slash.
    private String shown(Row row) {
        var path = Rows.below(Objects.requireNonNull(at), row.path());
        return Plain.text(path) + (row.kind() == Kind.DIRECTORY ? "/" : "");
    }
}
