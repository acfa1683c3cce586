package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.syntax.Converters;
import dev.holdfast.tui.syntax.Flag;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

/// `device park NAME`: the others do without it while it is away.
final class ParkDevice extends Action {

    private final Value<String> name = argument("device", "NAME", Converters::text);
    private final Flag cancel = flag("--cancel");

    ParkDevice(Holdfast main) {
        super(main, "park");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var changed = ask(new Command.ParkDevice(name.get(), cancel.isSet()));
        main.answer(() -> Entries.document(changed.entries()), out -> {});
        var what = cancel.isSet() ? "device.unparked" : "device.parked";
        main.remark(Words.say(what, Plain.text(name.get())));
        return Exit.DONE;
    }
}
