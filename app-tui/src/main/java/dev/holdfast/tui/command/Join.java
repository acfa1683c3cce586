package dev.holdfast.tui.command;

import com.google.gson.JsonObject;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.syntax.Converters;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

import java.util.List;
import java.util.Optional;

/// `join CODE`: into the pool that the code invites to. Without CODE, or with `-` for it, the code
/// is a line of standard input, so that no list of processes shows it.
final class Join extends Action {

    private final Value<List<String>> code = optionalArguments("code", "CODE", Converters::text);
    private final Value<Optional<String>> at = option("--at", "HOST:PORT", Converters::text);
    private final Start start = new Start(this);

    Join(Holdfast main) {
        super(main, "join");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var beginning = start.beginning(main.surroundings().environment());
        var check = main.device().entry().join(typed(), at.get(), beginning);
        main.answer(
                () -> {
                    var document = new JsonObject();
                    document.addProperty("name", beginning.name());
                    document.addProperty("check", check.orElse(null));
                    return document;
                },
                out -> {});
        main.remark(Words.say("join.done", Plain.text(beginning.name())));
        check.ifPresent(words -> main.remark(Words.say("join.check", words)));
        main.remark(Words.say("join.next"));
        start.compare(main);
        return Exit.DONE;
    }

    private String typed() throws NodeException {
        if (!code.get().isEmpty() && !code.get().equals(List.of("-"))) {
            return String.join("-", code.get());
        }
        if (main.terminal().interactive()) {
            main.remark(Words.say("join.ask"));
        }
        var line = main.terminal().line();
        if (line.isEmpty()) {
            throw usage(Words.say("join.nothing"), Words.say("join.nothing.do"));
        }
        return line;
    }
}
