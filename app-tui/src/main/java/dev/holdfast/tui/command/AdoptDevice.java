package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.syntax.Converters;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

/// `device adopt NAME`: one that is quarantined is let in after all.
final class AdoptDevice extends Action {

    private final Value<String> name = argument("device", "NAME", Converters::text);

    AdoptDevice(Holdfast main) {
        super(main, "adopt");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var changed = ask(new Command.AdoptDevice(name.get()));
        main.answer(() -> Entries.document(changed.entries()), out -> {});
        main.remark(Words.say("device.adopted", Plain.text(name.get())));
        return Exit.DONE;
    }
}
