package dev.holdfast.tui.command;

import com.google.gson.JsonObject;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.syntax.Converters;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

import java.util.List;
import java.util.Optional;

/// `join CODE`: into the pool that the code invites to.
final class Join extends Action {

    private final Value<List<String>> code = arguments("code", "CODE", Converters::text);
    private final Value<Optional<String>> at = option("--at", "HOST:PORT", Converters::text);
    private final Start start = new Start(this);

    Join(Holdfast main) {
        super(main, "join");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var beginning = start.beginning(main.surroundings().environment());
        main.device().entry().join(String.join("-", code.get()), at.get(), beginning);
        main.answer(
                () -> {
                    var document = new JsonObject();
                    document.addProperty("name", beginning.name());
                    return document;
                },
                out -> {});
        main.remark(Words.say("join.done", Plain.text(beginning.name())));
        main.remark(Words.say("join.next"));
        return Exit.DONE;
    }
}
