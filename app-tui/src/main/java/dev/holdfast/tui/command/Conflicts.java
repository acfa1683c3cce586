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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `conflicts [VOLUME:[/PATH]]…`: files of which a person is to choose a version.
final class Conflicts extends Action {

    private final Value<List<VolumePath>> places =
            optionalArguments("places", "VOLUME:[/PATH]", Converters::place);

    Conflicts(Holdfast main) {
        super(main, "conflicts");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        return open(
                (node, watch) -> {
                    var asked = places.get().stream().map(Optional::of).toList();
                    var all = new ArrayList<Outcome.Conflict>();
                    boolean isMore = false;
                    for (var at : asked.isEmpty() ? List.of(Optional.<VolumePath>empty()) : asked) {
                        var found = node.run(new Command.ListConflicts(at), watch);
                        all.addAll(found.conflicts());
                        isMore |= found.isMore();
                    }
                    tell(new Outcome.Conflicts(all, isMore));
                    return Exit.DONE;
                });
    }

    private void tell(Outcome.Conflicts found) {
        main.answer(() -> document(found), out -> print(found, out, main.terminal().paint()));
        if (found.conflicts().isEmpty()) {
            main.remark(Words.say("conflicts.none"));
        } else {
            main.remark(Words.say("conflicts.choose"));
        }
        if (found.isMore()) {
            main.remark(Words.say("conflicts.more", String.valueOf(Outcome.Conflicts.MAX)));
        }
    }

    private static void print(Outcome.Conflicts found, PrintStream out, Paint paint) {
        for (var conflict : found.conflicts()) {
            out.println(Plain.text(conflict.place().toString()));
            var table = new Table(Words.titles("conflicts.titles"));
            for (var rival : conflict.versions()) {
                var by = Plain.text(rival.by());
                table.row(
                        Plain.text(name(rival.row().path())),
                        rival.at().map(Times::text).orElse(""),
                        rival.mine() ? Words.say("conflicts.mine", by) : by,
                        rival.row().kind() == Outcome.Kind.FILE
                                ? Sizes.text(rival.row().size())
                                : Json.word(rival.row().kind()));
            }
            table.lines(paint).forEach(line -> out.println("  " + line));
        }
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static JsonObject document(Outcome.Conflicts found) {
        var document = new JsonObject();
        document.add("conflicts", Json.array(found.conflicts(), Conflicts::document));
        document.addProperty("is_more", found.isMore());
        return document;
    }

    private static JsonObject document(Outcome.Conflict conflict) {
        var document = new JsonObject();
        document.addProperty("place", conflict.place().toString());
        document.add("versions", Json.array(conflict.versions(), Conflicts::document));
        return document;
    }

    private static JsonObject document(Outcome.Rival rival) {
        var document = Json.row(rival.row());
        document.addProperty("at", rival.at().map(Object::toString).orElse(null));
        document.addProperty("by", rival.by());
        document.addProperty("mine", rival.mine());
        return document;
    }
}
