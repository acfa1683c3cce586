package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.render.Sizes;
import dev.holdfast.tui.render.Table;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

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
        out.println(Words.say("stat.path", Plain.text(row.path())));
        out.println(Words.say("stat.kind", Json.word(row.kind())));
        out.println(Words.say("stat.size", Sizes.text(row.size()), row.size()));
        var changed = Ls.changed(row);
        if (!changed.isEmpty()) {
            out.println(Words.say("stat.changed", changed));
        }
        out.println(Words.say("stat.version", row.version()));
        if (!described.root().isEmpty()) {
            out.println(Words.say("stat.root", described.root()));
        }
        if (!described.chunks().isEmpty()) {
            var table = new Table(Words.titles("stat.titles"));
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
