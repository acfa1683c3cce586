package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.syntax.Converters;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

/// `unlink DIR`: both sides stay as they are, and each for itself.
final class UnlinkFolder extends Action {

    private final Value<String> directory = argument("directory", "DIR", Converters::text);

    UnlinkFolder(Holdfast main) {
        super(main, "unlink");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var path = absolute(directory.get());
        var changed = ask(new Command.Unlink(path));
        main.answer(() -> Entries.document(changed.entries()), out -> {});
        main.remark(Words.say("link.undone", Plain.text(path)));
        return Exit.DONE;
    }
}
