package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.render.Sizes;
import dev.holdfast.tui.render.Table;
import dev.holdfast.tui.render.Times;
import dev.holdfast.tui.syntax.Value;

import java.io.PrintStream;

/// `stat VOLUME:/PATH`: all about one entry, down to who holds each chunk.
final class Stat extends Action {

    private final Value<VolumePath> at = place("at", "VOLUME:/PATH");

    Stat(Holdfast main) {
        super(main, "stat");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var described = ask(new Command.Describe(at.get()));
        main.answer(() -> Json.described(described), out -> tell(out, described));
        return Exit.DONE;
    }

    private void tell(PrintStream out, Outcome.Description described) {
        var row = described.row();
        out.println("path     " + Plain.text(row.path()));
        out.println("kind     " + Json.word(row.kind()));
        out.println("size     %s (%d bytes)".formatted(Sizes.text(row.size()), row.size()));
        out.println("changed  " + Times.text(row.mtime()));
        out.println("version  " + row.version());
        if (!described.root().isEmpty()) {
            out.println("root     " + described.root());
        }
        if (!described.chunks().isEmpty()) {
            var table = new Table("chunk", ">size", "held by");
            for (var chunk : described.chunks()) {
                table.row(
                        chunk.id(),
                        Sizes.text(chunk.length()),
                        Plain.text(String.join(", ", chunk.holders())));
            }
            out.println();
            table.lines(main.terminal().paint()).forEach(out::println);
        }
    }
}
