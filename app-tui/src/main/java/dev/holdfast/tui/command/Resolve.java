package dev.holdfast.tui.command;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

import java.util.List;

/// `resolve VOLUME:/PATH --keep WHAT…`: a person chooses between versions.
final class Resolve extends Action {

    private final Value<VolumePath> place = place("place", "VOLUME:/PATH");
    private final Value<List<String>> keep = options("--keep", "WHAT");

    Resolve(Holdfast main) {
        super(main, "resolve");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        if (keep.get().isEmpty()) {
            throw usage(Words.say("resolve.none"), Words.say("resolve.none.do"));
        }
        var resolved = ask(new Command.Resolve(place.get(), keep.get(), List.of()));
        main.answer(() -> document(resolved), out -> {});
        main.remark(
                Words.say(
                        "resolve.done",
                        Plain.text(place.get().toString()),
                        Plain.text(String.join(", ", resolved.kept())),
                        Words.count("version", resolved.over())));
        return Exit.DONE;
    }

    private static JsonObject document(Outcome.Resolved resolved) {
        var document = new JsonObject();
        document.add("kept", Json.array(resolved.kept(), JsonPrimitive::new));
        document.addProperty("over", resolved.over());
        return document;
    }
}
