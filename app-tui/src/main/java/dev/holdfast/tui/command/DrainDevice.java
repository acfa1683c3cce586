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

/// `device drain NAME`: its copies go to others.
final class DrainDevice extends Action {

    private final Value<String> name = argument("device", "NAME", Converters::text);
    private final Flag cancel = flag("--cancel");

    DrainDevice(Holdfast main) {
        super(main, "drain");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var drained = ask(new Command.DrainDevice(name.get(), cancel.isSet()));
        main.answer(() -> Json.drained(drained), out -> {});
        var who = Plain.text(name.get());
        if (drained.duty() != Outcome.Duty.DRAINED) {
            main.remark(Words.say("device.kept", who));
            return Exit.DONE;
        }
        main.remark(Words.say("device.drained", who));
        if (drained.copies() < drained.wanted()) {
            main.remark(Words.say("device.drained.fewer", Words.count("copy", drained.copies())));
        }
        return Exit.DONE;
    }
}
