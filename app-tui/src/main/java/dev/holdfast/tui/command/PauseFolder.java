package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.syntax.Converters;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

/// `pause DIR`: a linked folder is left alone until it is resumed.
final class PauseFolder extends Action {

    private final Value<String> directory = argument("directory", "DIR", Converters::text);

    PauseFolder(Holdfast main) {
        super(main, "pause");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var link = ask(new Command.Pause(absolute(directory.get())));
        main.answer(() -> Json.link(link), out -> {});
        main.remark(Words.say("link.paused", Plain.text(link.directory())));
        return Exit.DONE;
    }
}
