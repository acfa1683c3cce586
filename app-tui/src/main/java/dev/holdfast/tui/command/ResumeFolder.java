package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.syntax.Converters;
import dev.holdfast.tui.syntax.Flag;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

/// `resume DIR`: a linked folder is kept in step again, and looked at now.
final class ResumeFolder extends Action {

    private final Value<String> directory = argument("directory", "DIR", Converters::text);
    private final Flag confirm = flag("--confirm");
    private final Flag undo = flag("--undo");

    ResumeFolder(Holdfast main) {
        super(main, "resume");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var path = absolute(directory.get());
        var link = ask(new Command.Resume(path, confirm.isSet(), undo.isSet()));
        main.answer(() -> Json.link(link), out -> {});
        main.remark(said(link));
        return Exit.DONE;
    }

    private String said(Outcome.Link link) {
        var path = Plain.text(link.directory());
        if (undo.isSet()) {
            return Words.say("link.back", path);
        }
        var before = link.left().before();
        return confirm.isSet() && before.isPresent()
                ? Words.say(
                        "link.agreed",
                        path,
                        Plain.word(link.at().toString()),
                        before.get().toString())
                : Words.say("link.resumed", path);
    }
}
