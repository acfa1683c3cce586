package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
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

    ResumeFolder(Holdfast main) {
        super(main, "resume");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var link = ask(new Command.Resume(absolute(directory.get()), confirm.isSet()));
        main.answer(() -> Json.link(link), out -> {});
        main.remark(Words.say("link.resumed", Plain.text(link.directory())));
        return Exit.DONE;
    }
}
