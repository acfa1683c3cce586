package dev.holdfast.tui.command;

import com.google.gson.JsonObject;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Paint;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.render.Sizes;
import dev.holdfast.tui.render.Table;
import dev.holdfast.tui.render.Times;
import dev.holdfast.tui.syntax.Converters;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

import java.io.PrintStream;

/// `history VOLUME:/PATH`: what became of a file, or of all in a directory, the newest first.
final class History extends Action {

    private final Value<VolumePath> of = place("place", "VOLUME:[/PATH]");
    private final Value<Integer> max = option("--max", "N", "100", Converters::number);

    History(Holdfast main) {
        super(main, "history");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        int most = max.get();
        if (most < 1 || most > Command.ReadHistory.MAX) {
            var limit = String.valueOf(Command.ReadHistory.MAX);
            throw usage(Words.say("history.max", limit), Words.say("history.max.do", limit));
        }
        var history = ask(new Command.ReadHistory(of.get(), most));
        main.answer(() -> document(history), out -> print(history, out, main.terminal().paint()));
        if (history.isMore()) {
            main.remark(Words.say("history.more", String.valueOf(most)));
        }
        return Exit.DONE;
    }

    private static JsonObject document(Outcome.History history) {
        var document = new JsonObject();
        document.add("versions", Json.array(history.versions(), History::document));
        document.addProperty("is_more", history.isMore());
        return document;
    }

    private static JsonObject document(Outcome.Version version) {
        var document = isThere(version) ? Json.row(version.row()) : named(version.row());
        document.addProperty("at", version.at().toString());
        document.addProperty("deed", Json.word(version.deed()));
        document.addProperty("standing", Json.word(version.standing()));
        document.addProperty("by", version.by());
        document.addProperty("to", version.to().orElse(null));
        return document;
    }

    private static void print(Outcome.History history, PrintStream out, Paint paint) {
        var table = new Table(Words.titles("history.titles"));
        for (var version : history.versions()) {
            table.row(
                    Times.text(version.at()),
                    what(version),
                    size(version),
                    Plain.text(version.by()),
                    Plain.text(version.row().path()));
        }
        table.lines(paint).forEach(out::println);
    }

    private static String what(Outcome.Version version) {
        var deed =
                switch (version.deed()) {
                    case WRITTEN -> Words.say("history.written");
                    case MOVED_HERE -> Words.say("history.moved");
                    case MOVED_AWAY ->
                            Words.say("history.went", Plain.text(version.to().orElse("")));
                    case REMOVED -> Words.say("history.removed");
                };
        return switch (version.standing()) {
            case STANDS -> deed;
            case REPLACED -> deed;
            case GONE -> Words.say("history.gone", deed);
        };
    }

    private static boolean isThere(Outcome.Version version) {
        return version.deed() == Outcome.Deed.WRITTEN || version.deed() == Outcome.Deed.MOVED_HERE;
    }

    private static JsonObject named(Outcome.Row row) {
        var document = new JsonObject();
        document.addProperty("path", row.path());
        document.addProperty("version", row.version());
        return document;
    }

    private static String size(Outcome.Version version) {
        if (!isThere(version)) {
            return "";
        }
        return version.row().kind() == Outcome.Kind.FILE
                ? Sizes.text(version.row().size())
                : Json.word(version.row().kind());
    }
}
