package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.syntax.Converters;
import dev.holdfast.tui.syntax.Flag;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

/// `device remove NAME`: out of the pool for good, drained before when it is there.
final class RemoveDevice extends Action {

    private final Value<String> name = argument("device", "NAME", Converters::text);
    private final Flag now = flag("--now");

    RemoveDevice(Holdfast main) {
        super(main, "remove");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var changed = ask(new Command.RemoveDevice(name.get(), now.isSet()));
        main.answer(() -> Entries.document(changed.entries()), out -> {});
        main.remark(Words.say("device.removed", Plain.text(name.get())));
        return Exit.DONE;
    }
}
