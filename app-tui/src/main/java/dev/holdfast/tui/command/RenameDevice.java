package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.syntax.Converters;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

/// `device rename NAME NEW`: another name, on all devices.
final class RenameDevice extends Action {

    private final Value<String> name = argument("device", "NAME", Converters::text);
    private final Value<String> to = argument("to", "NEW", Converters::text);

    RenameDevice(Holdfast main) {
        super(main, "rename");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var changed = ask(new Command.RenameDevice(name.get(), to.get()));
        main.answer(() -> Entries.document(changed.entries()), out -> {});
        main.remark(Words.say("device.renamed", Plain.text(name.get()), Plain.text(to.get())));
        return Exit.DONE;
    }
}
